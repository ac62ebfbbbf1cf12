package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.model.item.Reacted;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.Pages;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads the lists of REST whose items show how many reactions they have. */
record ReactionLists(VerifyContext context, Findings findings) {
  private static final List<Source> ALL =
      List.of(
          new Source(Kind.ISSUE, "/issues", true),
          new Source(Kind.ISSUE_COMMENT, "/issues/comments", true),
          new Source(Kind.REVIEW_COMMENT, "/pulls/comments", true),
          new Source(Kind.COMMIT_COMMENT, "/comments", false),
          new Source(Kind.RELEASE, "/releases", false));

  /** A list, and whether it can be sorted by the time of change. */
  private record Source(Kind kind, String path, boolean byTime) {}

  /**
   * Reads all lists. Items that are not stored, or that are marked as deleted, are left out: the
   * comparison of their own stream reports them.
   *
   * @param page receives the items of one page
   */
  void read(BiConsumer<Kind, List<Reacted>> page) {
    for (Source source : ALL) {
      read(source.kind(), source.byTime() ? byTime(source.path()) : inOrder(source.path()), page);
    }
  }

  private Pages<Reacted> inOrder(String list) {
    return Pages.of(context.github(), context.endpoints().reacted(list));
  }

  private Pages<Reacted> byTime(String list) {
    Endpoint<List<Reacted>> first = context.endpoints().reacted(list, Optional.empty());
    return Pages.byTime(
        context.github(),
        since -> context.endpoints().reacted(list, since),
        Reacted::updatedAt,
        first);
  }

  /** A list that the repository does not have has nothing to compare. */
  private void read(Kind kind, Pages<Reacted> pages, BiConsumer<Kind, List<Reacted>> page) {
    Set<Integer> hashes = new HashSet<>(); // of all pages, whose items may need too much memory
    int repeated = 0;
    while (findings.failure().isEmpty() && pages.next()) {
      repeated = hashes.add(pages.items().hashCode()) ? 0 : repeated + 1;
      if (repeated > ListComparison.MOST_REPEATED) {
        findings.leftOut(ListComparison.endless());
        return;
      }
      pages.page().unread().stream()
          .findFirst()
          .ifPresent(item -> findings.leftOut(UnreadableNotes.failure(item)));
      page.accept(kind, active(kind, pages.items()));
    }
    pages
        .end()
        .filter(end -> !(end instanceof Fetched.NotAvailable))
        .ifPresent(end -> findings.notCompared(end, "GitHub does not show the list"));
  }

  private List<Reacted> active(Kind kind, List<Reacted> items) {
    List<Long> ids = items.stream().map(Reacted::id).toList();
    Set<Long> active =
        context.comparison().read(s -> s.reactionRows().listActive(context.repo(), kind, ids));
    return items.stream().filter(item -> active.contains(item.id())).toList();
  }
}
