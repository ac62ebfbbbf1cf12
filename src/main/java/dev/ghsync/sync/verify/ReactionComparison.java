package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.Release;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares the numbers of reactions that GitHub's lists show with the numbers of stored ones. To
 * compare each reaction would need a request for each item. The lists show no numbers for reviews
 * and discussions.
 */
public final class ReactionComparison {
  private static final Pattern TOTAL =
      Pattern.compile("\"reactions\":\\{\"total_count\":(\\d{1,9})");

  private final VerifyContext context;
  private final Findings findings;

  public ReactionComparison(VerifyContext context, StreamName name) {
    this.context = context;
    this.findings = new Findings(name);
    findings.note("by their numbers, without those to reviews and discussions");
  }

  public Verification.Stream run() {
    byTime(Kind.ISSUE, context.endpoints()::issues, Issue::updatedAt, Issue::id, Issue::raw);
    byTime(
        Kind.ISSUE_COMMENT,
        context.endpoints()::comments,
        IssueComment::updatedAt,
        IssueComment::id,
        IssueComment::raw);
    byTime(
        Kind.REVIEW_COMMENT,
        context.endpoints()::reviewComments,
        ReviewComment::updatedAt,
        ReviewComment::id,
        ReviewComment::raw);
    compare(
        Kind.COMMIT_COMMENT,
        Pages.of(context.github(), context.endpoints().commitComments()),
        CommitComment::id,
        CommitComment::raw);
    compare(
        Kind.RELEASE,
        Pages.of(context.github(), context.endpoints().releases()),
        Release::id,
        Release::raw);
    return findings.stream();
  }

  private <T> void byTime(
      Kind kind,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> changedAt,
      ToLongFunction<T> id,
      Function<T, @Nullable String> raw) {
    Pages<T> pages = Pages.byTime(context.github(), list, changedAt, list.apply(Optional.empty()));
    compare(kind, pages, id, raw);
  }

  /** A list that the repository does not have has nothing to compare. */
  private <T> void compare(
      Kind kind, Pages<T> pages, ToLongFunction<T> id, Function<T, @Nullable String> raw) {
    while (findings.failure().isEmpty() && pages.next()) {
      for (T item : pages.items()) {
        long number = id.applyAsLong(item);
        long here =
            context.comparison().read(s -> s.reactions().count(context.repo(), kind, number));
        long there = total(raw.apply(item));
        if (here != there) {
          findings.differs(
              "%s %d: %d reactions, GitHub has %d"
                  .formatted(kind.text().replace('_', ' '), number, here, there));
        }
      }
      findings.compared(pages.items().size());
    }
    pages
        .end()
        .filter(end -> !(end instanceof Fetched.NotAvailable))
        .ifPresent(end -> findings.notCompared(end, "GitHub does not show the list"));
  }

  private static long total(@Nullable String raw) {
    Matcher total = TOTAL.matcher(raw == null ? "" : raw);
    return total.find() ? Long.parseLong(total.group(1)) : 0;
  }
}
