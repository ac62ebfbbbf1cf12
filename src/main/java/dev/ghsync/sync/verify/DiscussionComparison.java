package dev.ghsync.sync.verify;

import dev.ghsync.github.graphql.DiscussionCommentsPage;
import dev.ghsync.github.graphql.DiscussionCommentsPage.MoreReplies;
import dev.ghsync.github.graphql.DiscussionCommentsPage.Want;
import dev.ghsync.github.graphql.DiscussionsPage;
import dev.ghsync.github.graphql.DiscussionsQuery;
import dev.ghsync.github.graphql.DiscussionsQuery.Order;
import dev.ghsync.github.graphql.GraphQlDiscussions;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Discussion;
import dev.ghsync.model.item.DiscussionCategory;
import dev.ghsync.model.item.DiscussionComment;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.table.DiscussionComments;
import dev.ghsync.store.table.Discussions;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares discussions, their categories, comments and replies with GitHub. */
public final class DiscussionComparison {
  private static final int PAGE = 50;
  private static final int COMMENTS = 100;
  private static final int COMMENTS_AT_ONCE = 300;

  private final VerifyContext context;
  private final StreamName name;
  private final Findings findings;

  public DiscussionComparison(VerifyContext context, StreamName name) {
    this.context = context;
    this.name = name;
    this.findings = new Findings(name);
  }

  /** Compares all. It may be called once. */
  public Verification.Stream run() {
    Comparison.Shown shown = new Comparison.Shown(context.depth(name), true);
    if (!context.repository().hasDiscussions()) {
      findings.note("discussions are switched off in this repository");
      shown = Comparison.Shown.ALL;
    } else {
      compareList();
    }
    if (findings.failure().isEmpty()) {
      findings.gone(context.comparison(), Compared.DISCUSSIONS, shown);
      findings.gone(context.comparison(), Compared.DISCUSSION_COMMENTS, shown);
    }
    return findings.stream();
  }

  private void compareList() {
    Optional<String> place = Optional.empty();
    do {
      DiscussionsQuery query = new DiscussionsQuery(Order.OLDEST, PAGE, place, false);
      Optional<DiscussionsPage> page = get(discussions -> discussions.list(query));
      page.ifPresent(this::compare);
      place = page.flatMap(DiscussionsPage::next);
    } while (place.isPresent() && findings.failure().isEmpty());
  }

  private <T> Optional<T> get(Function<GraphQlDiscussions, Result<T>> query) {
    return context
        .github()
        .discussions(context.repository().fullName(), query)
        .fold(
            Optional::of,
            failure -> {
              findings.notCompared(failure);
              return Optional.empty();
            });
  }

  private void compare(DiscussionsPage page) {
    page.categories().ifPresent(this::compareCategories);
    Instant from = context.depth(name).orElse(Instant.MIN);
    List<Discussion> discussions =
        page.discussions().stream().filter(d -> !d.updatedAt().isBefore(from)).toList();
    findings.add(
        context
            .comparison()
            .compare(
                Compared.DISCUSSIONS,
                s -> s.upsert(Discussions.TABLE, context.repo(), discussions)));
    if (page.holes() > 0) {
      notDelivered("all discussions");
    }
    List<Want> wants = new ArrayList<>();
    for (Discussion discussion : discussions) {
      if (discussion.commentsCount() > 0) {
        int size = (int) Math.min(COMMENTS, discussion.commentsCount() + 1);
        wants.add(new Want(discussion.number(), size, Optional.empty()));
      }
    }
    compareComments(wants);
  }

  private void compareCategories(List<DiscussionCategory> categories) {
    Set<DiscussionCategory> stored =
        Set.copyOf(context.comparison().read(s -> s.discussions().listCategories(context.repo())));
    for (DiscussionCategory category : categories) {
      if (!stored.contains(category)) {
        findings.differs("category %s: differs".formatted(category.name()));
      }
    }
    stored.stream()
        .filter(old -> categories.stream().noneMatch(now -> now.id().equals(old.id())))
        .forEach(
            old -> findings.differs("category %s: not on GitHub any more".formatted(old.name())));
  }

  private void compareComments(List<Want> all) {
    List<Want> waiting = new ArrayList<>(all);
    while (!waiting.isEmpty() && findings.failure().isEmpty()) {
      List<Want> batch = new ArrayList<>();
      int comments = 0;
      while (!waiting.isEmpty() && (batch.isEmpty() || comments < COMMENTS_AT_ONCE)) {
        Want want = waiting.remove(waiting.size() - 1);
        comments += want.size();
        batch.add(want);
      }
      List<DiscussionCommentsPage> pages =
          get(discussions -> discussions.comments(batch)).orElse(List.of());
      if (findings.failure().isEmpty()
          && !pages.stream()
              .map(DiscussionCommentsPage::number)
              .toList()
              .containsAll(batch.stream().map(Want::number).toList())) {
        notDelivered("the comments of all discussions");
      }
      for (DiscussionCommentsPage page : pages) {
        compare(page);
        page.next()
            .ifPresent(next -> waiting.add(new Want(page.number(), COMMENTS, Optional.of(next))));
      }
    }
  }

  private void compare(DiscussionCommentsPage page) {
    List<DiscussionComment> comments = new ArrayList<>(page.comments());
    for (MoreReplies more : page.more()) {
      get(discussions -> discussions.replies(page.number(), more)).ifPresent(comments::addAll);
    }
    comments.removeIf(comment -> comment.deletedAt() != null);
    findings.add(
        context
            .comparison()
            .compare(
                Compared.DISCUSSION_COMMENTS,
                s -> s.upsert(DiscussionComments.TABLE, context.repo(), comments)));
  }

  private void notDelivered(String what) {
    findings.notCompared(Failure.of(FailureCode.BAD_RESPONSE, "GitHub does not deliver " + what));
  }
}
