package dev.ghsync.sync.check;

import dev.ghsync.github.graphql.IssueCountsPage;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.store.Session;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.Issues;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.store.table.Reviews;
import dev.ghsync.sync.SyncContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of the full check, compared with what is here. First {@link #listNewer} are requested
 * alone and {@link #listUnexplained} counted exactly; then {@link #store} marks what has to be read
 * again, together with the place behind the page.
 *
 * <p>Two numbers that differ are looked into once. Where they are the same in the next check, the
 * difference is GitHub's own: it counts what it does not list.
 */
final class CheckedPage {
  /** Items that GitHub lists and does not show, requested again for each page. */
  private static final int HIDDEN_AT_ONCE = 2;

  private final SyncContext context;
  private final long pass;
  private final List<IssueCountsPage.Entry> entries;
  private final List<Long> numbers;
  private final Map<Long, Checks.Item> known;

  CheckedPage(SyncContext context, long pass, List<IssueCountsPage.Entry> entries) {
    this.context = context;
    this.pass = pass;
    this.entries = entries;
    this.numbers = entries.stream().map(IssueCountsPage.Entry::number).toList();
    this.known = context.store().read(s -> s.checks().items(context.repo(), numbers));
  }

  /** Returns a page of the list of issues, which has no numbers of reviews. */
  static CheckedPage of(SyncContext context, long pass, List<Issue> issues) {
    return new CheckedPage(
        context,
        pass,
        issues.stream()
            .map(
                issue ->
                    new IssueCountsPage.Entry(
                        issue.number(),
                        issue.updatedAt(),
                        issue.commentsCount(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty()))
            .toList());
  }

  /**
   * The exact number of comments on a pull request's diff.
   *
   * @param count empty if GitHub did not return it
   */
  record DiffComments(long number, Optional<Long> count) {}

  /** Items that are not here, are marked as deleted, or are older here than in the list. */
  List<Long> listNewer() {
    Map<Long, Issues.Active> here = active();
    List<Long> newer = new ArrayList<>();
    List<Long> hidden = new ArrayList<>();
    for (IssueCountsPage.Entry entry : entries) {
      Issues.Active active = here.get(entry.number());
      boolean older = active == null || entry.updatedAt().isAfter(active.updatedAt());
      if (older && !wasAsked(entry)) {
        newer.add(entry.number());
      } else if (active == null) {
        hidden.add(entry.number());
      }
    }
    // In turn: each of them is requested at some check.
    for (int i = 0; i < Math.min(HIDDEN_AT_ONCE, hidden.size()); i++) {
      newer.add(hidden.get((int) ((pass * HIDDEN_AT_ONCE + i) % hidden.size())));
    }
    return newer;
  }

  private Map<Long, Issues.Active> active() {
    return context.store().read(s -> s.issues().listActive(context.repo(), numbers)).stream()
        .collect(Collectors.toMap(Issues.Active::number, Function.identity()));
  }

  /** It was requested at an earlier check, and GitHub showed it older than the list, or not. */
  private boolean wasAsked(IssueCountsPage.Entry entry) {
    Checks.Item item = known.get(entry.number());
    return item != null && item.askedAs().equals(Optional.of(entry.updatedAt()));
  }

  /** Pull requests whose comments do not add up to the number that GitHub returns for all. */
  List<Long> listUnexplained() {
    Map<Long, Long> here =
        context.store().read(s -> s.countByOwner(ReviewComments.TABLE, context.repo(), numbers));
    return entries.stream()
        .filter(entry -> entry.reviews().isPresent())
        .filter(entry -> !isExplained(entry, here.getOrDefault(entry.number(), 0L)))
        .map(IssueCountsPage.Entry::number)
        .toList();
  }

  private boolean isExplained(IssueCountsPage.Entry entry, long here) {
    OptionalLong others = others(entry, here);
    Checks.Item item = known.get(entry.number());
    if (item != null && item.otherComments().isPresent()) {
      return others.equals(item.otherComments());
    }
    // Without comments on the diff, none can be missing.
    return here == 0 && others.equals(OptionalLong.of(0));
  }

  /** Comments that GitHub counts beside those of the issue and those on the diff. */
  private static OptionalLong others(IssueCountsPage.Entry entry, long onDiff) {
    return entry.allComments().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(entry.allComments().getAsLong() - entry.comments() - onDiff);
  }

  /**
   * Marks what is to be read again, and moves the check to {@code next}.
   *
   * @param unreadable those that GitHub could not deliver when they were requested alone
   */
  void store(Checks.Place next, List<DiffComments> exact, Set<Long> unreadable) {
    Map<Long, Issues.Active> here = active();
    Map<Long, DiffComments> counted = new HashMap<>();
    exact.forEach(count -> counted.put(count.number(), count));
    context
        .store()
        .write(
            s -> {
              Map<Long, Long> reviews = s.countByOwner(Reviews.TABLE, context.repo(), numbers);
              Map<Long, Long> onDiff =
                  s.countByOwner(ReviewComments.TABLE, context.repo(), numbers);
              List<Checks.Item> items =
                  entries.stream()
                      .map(
                          entry -> {
                            long number = entry.number();
                            s.issues().setCommentsCount(context.repo(), number, entry.comments());
                            Diff diff =
                                diff(entry, onDiff.getOrDefault(number, 0L), counted.get(number));
                            if (diff.due()) {
                              s.pulls().reviewCommentsDue(context.repo(), List.of(number), true);
                            }
                            return new Checks.Item(
                                number,
                                unreadable.contains(number)
                                    ? Optional.empty()
                                    : askedAs(entry, here.get(number)),
                                reviews(s, entry, reviews.getOrDefault(number, 0L)),
                                diff.others(),
                                diff.difference());
                          })
                      .toList();
              s.links().due(context.repo(), differingLinks(s));
              s.checks().seen(context.repo(), next.pass(), items);
              s.checks().save(context.repo(), next);
            });
  }

  /** Lists items with other links than the stored ones, or with more than the page shows. */
  private List<Long> differingLinks(Session s) {
    List<ItemLinks> links = entries.stream().flatMap(e -> e.links().stream()).toList();
    List<ItemLinks> whole = links.stream().filter(ItemLinks::isWhole).toList();
    List<ItemLinks> due = new ArrayList<>(s.links().listDiffering(context.repo(), whole));
    links.stream().filter(of -> !of.isWhole()).forEach(due::add);
    return due.stream().map(ItemLinks::number).toList();
  }

  /** Returns the state in which a request for the item found nothing new. */
  private static Optional<Instant> askedAs(
      IssueCountsPage.Entry entry, Issues.@Nullable Active here) {
    return here == null || entry.updatedAt().isAfter(here.updatedAt())
        ? Optional.of(entry.updatedAt())
        : Optional.empty();
  }

  private Optional<String> reviews(Session s, IssueCountsPage.Entry entry, long here) {
    long number = entry.number();
    if (entry.reviews().isEmpty()) {
      return Optional.ofNullable(known.get(number)).flatMap(Checks.Item::reviews);
    }
    Optional<String> difference = difference(entry.reviews().getAsLong(), here);
    boolean looked =
        difference.equals(Optional.ofNullable(known.get(number)).flatMap(Checks.Item::reviews));
    if (difference.isPresent() && !looked) {
      s.pulls().reviewsDue(context.repo(), List.of(number));
    }
    return difference;
  }

  private static Optional<String> difference(long there, long here) {
    return there == here ? Optional.empty() : Optional.of(there + " " + here);
  }

  /**
   * The comments on a pull request's diff.
   *
   * @param due they are to be read again
   * @param others see {@link Checks.Item}
   * @param difference see {@link Checks.Item}
   */
  private record Diff(boolean due, OptionalLong others, Optional<String> difference) {}

  private Diff diff(IssueCountsPage.Entry entry, long here, @Nullable DiffComments counted) {
    Checks.Item item = known.get(entry.number());
    if (counted == null) {
      return new Diff(
          false,
          item == null ? OptionalLong.empty() : item.otherComments(),
          item == null ? Optional.empty() : item.diffComments());
    }
    Optional<String> difference =
        counted
            .count()
            .map(count -> difference(count, here))
            .orElseGet(() -> Optional.of("of " + entry.allComments() + " " + here));
    boolean looked =
        item != null && difference.isPresent() && difference.equals(item.diffComments());
    boolean settled = difference.isEmpty() || looked;
    return new Diff(!settled, settled ? others(entry, here) : OptionalLong.empty(), difference);
  }
}
