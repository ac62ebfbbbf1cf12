package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.DiscussionsPage;
import dev.ghsync.github.graphql.DiscussionsQuery;
import dev.ghsync.github.graphql.DiscussionsQuery.Order;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Discussion;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.store.table.Discussions;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The list of discussions, from the newest change down to the known ones. A discussion that changes
 * while the list is read moves to its top, so that some come twice and none is missed.
 *
 * <p>The cursor moves to the newest change only when the known ones were reached. A reading that
 * was interrupted is first continued from its page; then the list is read from the top down to
 * where that reading began.
 */
final class DiscussionList {
  private static final int PAGE = 100;

  /** Enough for most runs; a page of unchanged discussions is read in vain. */
  private static final int FIRST_PAGE = 20;

  private static final int PART = 0;

  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final String key = DiscussionsStream.NAME.text();

  DiscussionList(SyncContext context, GitHub github, ProgressCounter progress) {
    this.context = context;
    this.github = github;
    this.progress = progress;
  }

  /** Reads the list. Returns the failure that prevented reading to the end. */
  Optional<Failure> read() {
    Optional<Checkpoint> open =
        context.ifIncremental(
            context.store().read(s -> s.checkpoints().find(context.repo(), key, PART)));
    Optional<Failure> failure = open.flatMap(this::readDown);
    return failure.or(() -> readDown(top()));
  }

  /**
   * Deletes everything, since GitHub shows no discussions of this repository any more. When they
   * are shown again, the list is read from its top to its end, also beyond {@code --depth}.
   *
   * @return the numbers of deleted discussions
   */
  Counts deleteAll() {
    return context.store().read(this::hasNothing)
        ? Counts.NONE
        : context.store().inTransaction(this::deleteAll).counts();
  }

  private boolean hasNothing(Reads s) {
    return s.count(Discussions.TABLE, context.repo()) == 0
        && s.discussions().listCategories(context.repo()).isEmpty()
        && s.streams().find(context.repo(), key).isEmpty();
  }

  private RowChanges deleteAll(Session s) {
    RowChanges deleted =
        s.markOthersDeleted(Discussions.TABLE, context.repo(), List.of(), context.now());
    context.changes().note(key, deleted);
    s.discussions().replaceCategories(context.repo(), List.of());
    s.streams().forget(context.repo(), key);
    s.checkpoints().save(context.repo(), key, Checkpoint.from(PART, Optional.empty()));
    s.checkpoints().clear(context.repo(), DiscussionCheck.KEY);
    return deleted;
  }

  /** Returns the top of the list, and where reading ends. */
  private Checkpoint top() {
    Optional<Instant> cursor =
        context
            .ifIncremental(context.store().read(s -> s.streams().find(context.repo(), key)))
            .filter(state -> !state.fallsShortOf(context.settings().depth()))
            .flatMap(StreamStates.StreamState::since);
    Optional<Instant> bound =
        cursor.or(context.settings()::depth).map(at -> at.minus(SinceCursorList.OVERLAP));
    return new Checkpoint(PART, Optional.empty(), Optional.empty(), bound, cursor, false);
  }

  private Optional<Failure> readDown(Checkpoint from) {
    Checkpoint part = from;
    while (!part.done()) {
      DiscussionsQuery query =
          new DiscussionsQuery(Order.NEWEST_CHANGE, size(part), part.url(), false);
      Result<DiscussionsPage> result =
          github.discussions(context.name(), discussions -> discussions.list(query));
      if (result instanceof Result.Failed<DiscussionsPage> failed) {
        return Optional.of(failed.failure());
      }
      DiscussionsPage page = ((Result.Ok<DiscussionsPage>) result).value();
      Checkpoint next = advance(part, page);
      RowChanges written = context.store().inTransaction(s -> store(s, page, next));
      progress.add(page.entries().size(), written.counts());
      part = next;
    }
    return Optional.empty();
  }

  /** The first page shows those that are read again each time because of the overlap. */
  private int size(Checkpoint part) {
    if (part.url().isPresent() || part.bound().isEmpty()) {
      return PAGE;
    }
    Instant bound = part.bound().get();
    long again =
        context.store().read(s -> s.discussions().countChangedSince(context.repo(), bound));
    return (int) Math.min(PAGE, Math.max(FIRST_PAGE, again + FIRST_PAGE / 2));
  }

  private static Checkpoint advance(Checkpoint part, DiscussionsPage page) {
    List<Instant> changes = page.discussions().stream().map(Discussion::updatedAt).toList();
    Optional<Instant> newest =
        Stream.concat(part.newest().stream(), changes.stream()).max(Instant::compareTo);
    boolean isKnown =
        part.bound().isPresent()
            && changes.stream().anyMatch(at -> at.isBefore(part.bound().get()));
    return page.next()
        .filter(next -> !isKnown)
        .map(next -> part.at(next, newest))
        .orElseGet(() -> part.ended(newest));
  }

  private RowChanges store(Session s, DiscussionsPage page, Checkpoint next) {
    page.categories().ifPresent(all -> s.discussions().replaceCategories(context.repo(), all));
    RowChanges written = DiscussionsStream.write(context, s, page.discussions());
    if (next.done()) {
      s.streams()
          .complete(context.repo(), key, next.newest(), context.settings().depth(), context.now());
      s.checkpoints().clear(context.repo(), key);
    } else {
      s.checkpoints().save(context.repo(), key, next);
    }
    return written;
  }
}
