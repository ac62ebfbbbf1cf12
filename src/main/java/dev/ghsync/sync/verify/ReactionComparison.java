package dev.ghsync.sync.verify;

import dev.ghsync.github.graphql.NodeId;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Reacted;
import dev.ghsync.model.item.Reaction;
import dev.ghsync.model.item.User;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares each reaction with GitHub. The lists of REST show which items have reactions, for one
 * request for 100 items. GraphQL shows the reactions to 100 items for one point, and the ids of
 * reviews and discussions. Without GraphQL only numbers are compared, see {@link ReactionNumbers}.
 */
public final class ReactionComparison {
  private static final int ITEMS = 100;
  private static final int PULLS = 50;
  private static final int DISCUSSIONS = 10;

  private final VerifyContext context;
  private final StreamName name;
  private final Findings findings;

  /** Whether GraphQL has answered a query, and so is not refused. */
  private boolean hasAnswered;

  /** Items whose reactions are not yet requested. */
  private final List<Item> waiting = new ArrayList<>();

  /** Stored reactions that GitHub does not show; a list may show an item twice. */
  private final Set<Long> gone = new HashSet<>();

  public ReactionComparison(VerifyContext context, StreamName name) {
    this.context = context;
    this.name = name;
    this.findings = new Findings(name);
  }

  /** An item with the id by which GraphQL shows it. */
  private record Item(Kind kind, long id, String node) {
    @Override
    public String toString() {
      return kind.text().replace('_', ' ') + " " + id;
    }
  }

  /** Compares all. It may be called once. */
  public Verification.Stream run() {
    if (!context.github().graphqlRefused()) {
      reviews();
      discussions();
      new ReactionLists(context, findings).read(this::compare);
      compareWaiting(true);
    }
    return context.github().graphqlRefused()
        ? new ReactionNumbers(context, name).run()
        : findings.stream();
  }

  private RepoName repoName() {
    return context.repository().fullName();
  }

  // ------------------------------------------------------------------ which items

  private void compare(Kind kind, List<Reacted> items) {
    List<Long> none =
        items.stream().filter(item -> item.reactions() == 0).map(Reacted::id).toList();
    haveNone(kind, none);
    for (Reacted item : items) {
      if (item.reactions() > 0) {
        add(new Item(kind, item.id(), item.node()));
      }
    }
    compareWaiting(false);
  }

  private void haveNone(Kind kind, Collection<Long> ids) {
    stored(kind, ids).forEach((id, reactions) -> reactions.forEach(r -> gone(kind, id, r)));
  }

  private void add(Item item) {
    if (item.node().isEmpty()) {
      notShown(item);
    } else {
      waiting.add(item);
    }
  }

  private void reviews() {
    inBatches(
        after ->
            context
                .comparison()
                .read(s -> s.reactions().listPullsDue(context.repo(), after, true, PULLS)),
        numbers ->
            add(List.of(Kind.REVIEW), numbers, context.github().reviewNodes(repoName(), numbers)));
  }

  /** GitHub shows no reactions to discussions that are switched off. */
  private void discussions() {
    List<Kind> kinds = List.of(Kind.DISCUSSION, Kind.DISCUSSION_COMMENT);
    inBatches(
        after ->
            context
                .comparison()
                .read(s -> s.reactions().listDiscussions(context.repo(), after, DISCUSSIONS)),
        numbers -> {
          if (context.repository().hasDiscussions()) {
            add(kinds, numbers, context.github().discussionNodes(repoName(), comments(numbers)));
          } else {
            kinds.forEach(kind -> haveNone(kind, active(kind, numbers)));
          }
        });
  }

  private Map<Long, Long> comments(List<Long> discussions) {
    return context.comparison().read(s -> s.discussions().commentsOf(context.repo(), discussions));
  }

  private void inBatches(Function<Long, List<Long>> list, Consumer<List<Long>> compare) {
    List<Long> numbers = list.apply(-1L);
    while (!numbers.isEmpty() && findings.failure().isEmpty()) {
      compare.accept(numbers);
      compareWaiting(false);
      numbers = list.apply(numbers.get(numbers.size() - 1));
    }
  }

  private void add(List<Kind> kinds, List<Long> numbers, Result<List<NodeId>> nodes) {
    if (nodes instanceof Result.Failed<List<NodeId>> failed) {
      findings.notCompared(failed.failure());
    } else {
      hasAnswered = true;
      List<NodeId> found = ((Result.Ok<List<NodeId>>) nodes).value();
      kinds.forEach(kind -> add(kind, numbers, found));
    }
  }

  private Set<Long> active(Kind kind, List<Long> numbers) {
    return context
        .comparison()
        .read(s -> s.reactionRows().listActiveOf(context.repo(), kind, numbers));
  }

  /** Adds the stored items of a kind. One that GraphQL does not show cannot be compared. */
  private void add(Kind kind, List<Long> numbers, List<NodeId> found) {
    Set<Long> active = active(kind, numbers);
    for (NodeId node : found) {
      if (node.isDiscussion() == (kind == Kind.DISCUSSION) && active.remove(node.id())) {
        waiting.add(new Item(kind, node.id(), node.node()));
      }
    }
    active.stream().findFirst().ifPresent(id -> notShown(new Item(kind, id, "")));
  }

  // ------------------------------------------------------------------ their reactions

  /**
   * Compares the reactions to waiting items, {@value #ITEMS} items at a time. The first query may
   * have fewer: if GraphQL is refused, the lists need not be read to their ends before.
   *
   * @param all whether a last query may have fewer too; otherwise the rest continues to wait
   */
  private void compareWaiting(boolean all) {
    while (waiting.size() >= (all || !hasAnswered ? 1 : ITEMS) && findings.failure().isEmpty()) {
      List<Item> next = waiting.subList(0, Math.min(ITEMS, waiting.size()));
      List<Item> items = next.stream().distinct().toList(); // two pages may show the same item
      next.clear();
      compare(items);
    }
  }

  private void compare(List<Item> items) {
    context
        .github()
        .reactions(repoName(), items.stream().map(Item::node).toList())
        .fold(
            found -> {
              hasAnswered = true;
              compare(items, found);
              return true;
            },
            failure -> {
              findings.notCompared(failure);
              return false;
            });
  }

  private void compare(List<Item> items, Map<String, List<Reaction>> found) {
    List<Item> shown = items.stream().filter(item -> found.containsKey(item.node())).toList();
    items.stream()
        .filter(item -> !found.containsKey(item.node()))
        .findFirst()
        .ifPresent(this::notShown);
    Map<Long, User> apps = apps(found);
    findings.add(
        context
            .comparison()
            .compare(
                Compared.REACTIONS,
                s ->
                    shown.forEach(
                        item ->
                            s.reactions()
                                .replace(
                                    context.repo(),
                                    item.kind(),
                                    item.id(),
                                    named(found.getOrDefault(item.node(), List.of()), apps)))));
    shown.stream()
        .collect(Collectors.groupingBy(Item::kind))
        .forEach((kind, some) -> compareIds(kind, some, found));
  }

  private void compareIds(Kind kind, List<Item> items, Map<String, List<Reaction>> found) {
    Map<Long, List<Long>> stored = stored(kind, items.stream().map(Item::id).toList());
    for (Item item : items) {
      Set<Long> left = new HashSet<>(stored.getOrDefault(item.id(), List.of()));
      found.getOrDefault(item.node(), List.of()).forEach(reaction -> left.remove(reaction.id()));
      left.forEach(reaction -> gone(kind, item.id(), reaction));
    }
  }

  private Map<Long, List<Long>> stored(Kind kind, Collection<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : context.comparison().read(s -> s.reactionRows().listIds(context.repo(), kind, ids));
  }

  private Map<Long, User> apps(Map<String, List<Reaction>> found) {
    List<Long> nobodys =
        found.values().stream()
            .flatMap(List::stream)
            .filter(reaction -> reaction.user() == null)
            .map(Reaction::id)
            .toList();
    return context.comparison().read(s -> s.reactionRows().listApps(context.repo(), nobodys));
  }

  /** Returns the reactions with the accounts of apps, which GraphQL does not name. */
  private static List<Reaction> named(List<Reaction> reactions, Map<Long, User> apps) {
    return reactions.stream()
        .map(
            r ->
                apps.containsKey(r.id())
                    ? new Reaction(r.id(), apps.get(r.id()), r.content(), r.createdAt())
                    : r)
        .toList();
  }

  private void gone(Kind kind, long subject, long reaction) {
    if (gone.add(reaction)) {
      findings.differs(
          "reaction %d (%s): not on GitHub any more"
              .formatted(reaction, new Item(kind, subject, "")));
    }
  }

  private void notShown(Item item) {
    findings.leftOut(
        Failure.of(
            FailureCode.BAD_RESPONSE,
            "GitHub does not show the reactions to %s, which may be deleted; sync and verify again"
                .formatted(item)));
  }
}
