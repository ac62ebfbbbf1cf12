package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.NodeId;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Reaction;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.store.table.Reactions.Subject;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.PassedOver;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SpareRequests;
import dev.ghsync.sync.list.StableList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the reactions to single items and stores them as sets: by REST, one request an item, and by
 * GraphQL those to reviews and discussions, which REST does not show.
 */
final class ReactionReader {
  /** The most items that are listed at a time. */
  private static final int AT_ONCE = 500;

  /** The most pull requests whose reviews, or discussions whose comments, one query names. */
  static final int PULLS = 50;

  static final int DISCUSSIONS = 10;

  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final SpareRequests spare;

  ReactionReader(SyncContext context, ProgressCounter progress) {
    this.context = context;
    this.github = context.github(ReactionsStream.NAME);
    this.progress = progress;
    this.spare = new SpareRequests(context, github);
  }

  // ------------------------------------------------------------------ REST

  /** Reads the reactions to the items of a kind whose numbers differ. */
  Optional<PhaseOutcome> byRest(Kind kind) {
    PassedOver unread = new PassedOver(context, ReactionsStream.NAME, kind.text());
    long last = -1;
    while (true) {
      long after = last;
      List<Subject> due =
          context.store().read(s -> s.reactions().listDue(context.repo(), kind, after, AT_ONCE));
      if (due.isEmpty()) {
        return Optional.empty();
      }
      if (after < 0) {
        unread.listNoted(due.stream().map(Subject::id).toList());
      }
      Optional<PhaseOutcome> cut = context.inParallel(due, subject -> read(subject, unread));
      if (cut.isPresent()) {
        return cut;
      }
      last = due.get(due.size() - 1).id();
    }
  }

  private Optional<PhaseOutcome> read(Subject subject, PassedOver unread) {
    return subject.counts().isEmpty() ? none(subject) : byRest(subject, unread);
  }

  private Optional<PhaseOutcome> none(Subject subject) {
    none(List.of(subject));
    return Optional.empty();
  }

  /** Stores that items have no reactions any more. */
  void none(List<Subject> subjects) {
    store(subjects, Map.of());
  }

  private Optional<PhaseOutcome> byRest(Subject subject, PassedOver unread) {
    Optional<String> spent = spare.restSpent();
    if (spent.isPresent()) {
      return spent.map(this::unfinished);
    }
    Endpoint<List<Reaction>> list = context.endpoints().reactions(path(subject));
    Fetched<List<Reaction>> fetched = StableList.fetchAll(github, list, Reaction::id);
    if (fetched instanceof Fetched.Page<List<Reaction>> page) {
      store(List.of(subject), Map.of(subject.id(), page.value()));
      unread.read(subject.id());
      return Optional.empty();
    }
    if (fetched instanceof Fetched.NotAvailable<List<Reaction>>) {
      unread.gone(subject.id()); // the stream of the item finds out whether it is deleted
      return Optional.empty();
    }
    PhaseOutcome end = PhaseOutcome.of(fetched, progress.counts(), "");
    Failure failure =
        end.failure().orElseGet(() -> Failure.of(FailureCode.FORBIDDEN, end.reason().orElse("")));
    return unread.add(subject.id(), failure) ? Optional.empty() : Optional.of(end);
  }

  private static String path(Subject subject) {
    return switch (subject.kind()) {
          case ISSUE -> "/issues/";
          case ISSUE_COMMENT -> "/issues/comments/";
          case REVIEW_COMMENT -> "/pulls/comments/";
          case COMMIT_COMMENT -> "/comments/";
          case RELEASE -> "/releases/";
          case DISCUSSION, DISCUSSION_COMMENT, REVIEW ->
              throw new IllegalArgumentException("REST does not show reactions to " + subject);
        }
        + subject.place();
  }

  private void store(List<Subject> subjects, Map<Long, List<Reaction>> found) {
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  RowChanges all = RowChanges.NOTHING;
                  for (Subject subject : subjects) {
                    all =
                        all.plus(
                            s.reactions()
                                .replace(
                                    context.repo(),
                                    subject.kind(),
                                    subject.id(),
                                    found.getOrDefault(subject.id(), List.of())));
                    s.reactions().read(context.repo(), subject);
                  }
                  return all;
                });
    note(subjects.size(), written);
  }

  private void note(long subjects, RowChanges written) {
    context.changes().note(ReactionsStream.NAME.text(), written);
    progress.add(subjects, written.counts());
  }

  // ------------------------------------------------------------------ GraphQL

  /** Reads the reactions to the reviews of at most {@value #PULLS} pull requests. */
  Optional<PhaseOutcome> reviews(List<Long> pulls) {
    return byNodes(
        () -> github.reviewNodes(context.name(), pulls),
        node -> Kind.REVIEW,
        (s, shown) ->
            pulls.stream()
                .filter(pull -> shown.containsAll(reviewsOf(s, pull)))
                .forEach(pull -> s.reactions().readReviews(context.repo(), pull)));
  }

  private Set<Long> reviewsOf(Session s, long pull) {
    return s.reactionRows().listActiveOf(context.repo(), Kind.REVIEW, List.of(pull));
  }

  /**
   * Reads the reactions to at most {@value #DISCUSSIONS} discussions and their comments.
   *
   * @param due those of them whose numbers differ
   */
  Optional<PhaseOutcome> discussions(List<Long> numbers, List<Subject> due) {
    Map<Long, Long> comments =
        context.store().read(s -> s.discussions().commentsOf(context.repo(), numbers));
    return byNodes(
        () -> github.discussionNodes(context.name(), comments),
        node -> node.isDiscussion() ? Kind.DISCUSSION : Kind.DISCUSSION_COMMENT,
        (s, shown) ->
            due.stream()
                .filter(subject -> shown.contains(subject.id()))
                .forEach(subject -> s.reactions().read(context.repo(), subject)));
  }

  /** Removes the reactions to discussions and comments that are deleted. */
  void removeThoseOfDeletedDiscussions() {
    List<Long> gone =
        context.store().read(s -> s.reactions().listOfDeletedDiscussions(context.repo()));
    if (!gone.isEmpty()) {
      note(0, context.store().inTransaction(s -> s.reactions().delete(context.repo(), gone)));
    }
  }

  /**
   * Reads the reactions to items that GraphQL shows by node id.
   *
   * @param read stores that the items of these ids were read; the others stay due
   */
  private Optional<PhaseOutcome> byNodes(
      Supplier<Result<List<NodeId>>> list,
      Function<NodeId, Kind> kind,
      BiConsumer<Session, Set<Long>> read) {
    Optional<String> spent = spare.graphqlSpent();
    if (spent.isPresent()) {
      return spent.map(this::unfinished);
    }
    Result<List<NodeId>> listed = list.get();
    if (listed instanceof Result.Failed<List<NodeId>> failed) {
      return Optional.of(PhaseOutcome.stopped(progress.counts(), failed.failure()));
    }
    List<NodeId> nodes = ((Result.Ok<List<NodeId>>) listed).value();
    Result<Map<String, List<Reaction>>> result =
        github.reactions(context.name(), nodes.stream().map(NodeId::node).toList());
    if (result instanceof Result.Failed<Map<String, List<Reaction>>> failed) {
      return Optional.of(PhaseOutcome.stopped(progress.counts(), failed.failure()));
    }
    Map<String, List<Reaction>> found = ((Result.Ok<Map<String, List<Reaction>>>) result).value();
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  RowChanges all = RowChanges.NOTHING;
                  Set<Long> shown = new HashSet<>();
                  for (NodeId node : nodes) {
                    List<Reaction> reactions = found.get(node.node());
                    if (reactions != null) {
                      shown.add(node.id());
                      all =
                          all.plus(
                              s.reactions()
                                  .replace(context.repo(), kind.apply(node), node.id(), reactions));
                    }
                  }
                  read.accept(s, shown);
                  return all;
                });
    note(nodes.size(), written);
    return Optional.empty();
  }

  private PhaseOutcome unfinished(String why) {
    return PhaseOutcome.bounded(
        progress.counts(), "the rest of the reactions is left to the next run: " + why);
  }
}
