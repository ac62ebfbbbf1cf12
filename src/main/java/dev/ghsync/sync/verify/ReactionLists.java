package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.model.item.Reacted;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.Pages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads the lists of REST whose items show how many reactions they have. */
record ReactionLists(VerifyContext context, Findings findings) {
  private static final Map<Kind, String> BY_TIME =
      Map.of(
          Kind.ISSUE, "/issues",
          Kind.ISSUE_COMMENT, "/issues/comments",
          Kind.REVIEW_COMMENT, "/pulls/comments");

  private static final Map<Kind, String> OTHERS =
      Map.of(Kind.COMMIT_COMMENT, "/comments", Kind.RELEASE, "/releases");

  /**
   * Reads all lists. Items that are not stored, or that are marked as deleted, are left out: the
   * comparison of their own stream reports them.
   *
   * @param page receives the items of one page
   */
  void read(BiConsumer<Kind, List<Reacted>> page) {
    BY_TIME.forEach((kind, list) -> read(kind, byTime(list), page));
    OTHERS.forEach(
        (kind, list) ->
            read(kind, Pages.of(context.github(), context.endpoints().reacted(list)), page));
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
    while (findings.failure().isEmpty() && pages.next()) {
      List<Long> ids = pages.items().stream().map(Reacted::id).toList();
      Set<Long> active =
          context.comparison().read(s -> s.reactionRows().listActive(context.repo(), kind, ids));
      page.accept(kind, pages.items().stream().filter(item -> active.contains(item.id())).toList());
    }
    pages
        .end()
        .filter(end -> !(end instanceof Fetched.NotAvailable))
        .ifPresent(end -> findings.notCompared(end, "GitHub does not show the list"));
  }
}
