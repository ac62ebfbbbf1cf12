package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.DiscussionsPage;
import dev.ghsync.github.graphql.DiscussionsPage.CommentsSeen;
import dev.ghsync.github.graphql.DiscussionsQuery;
import dev.ghsync.github.graphql.DiscussionsQuery.Order;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ProgressCounter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The check of all discussions. Votes, and the deletion of a comment or reply, change no time. The
 * list therefore comes with GitHub's numbers of comments, replies and votes. Where they are not
 * those of the last reading, the comments are read again. Discussions that the list does not show
 * are asked for one by one.
 *
 * <p>The place is stored with each page, so that an interrupted check is continued.
 */
final class DiscussionCheck {
  /** Each brings the numbers of its first 100 comments. */
  private static final int PAGE = 50;

  private static final int PART = 0;

  /** The name of the place where a check continues. */
  static final String KEY = DiscussionsStream.NAME.text() + "/check";

  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final DiscussionReader reader;

  DiscussionCheck(
      SyncContext context, GitHub github, ProgressCounter progress, DiscussionReader reader) {
    this.context = context;
    this.github = github;
    this.progress = progress;
    this.reader = reader;
  }

  /** Runs the check. Returns the failure that prevented it. */
  Optional<Failure> run() {
    Checkpoint place =
        context
            .store()
            .read(s -> s.checkpoints().find(context.repo(), KEY, PART))
            .orElseGet(() -> Checkpoint.from(PART, Optional.of(now())));
    Instant began = place.place().orElseThrow();
    while (!place.done()) {
      Result<Checkpoint> next = check(place, began);
      if (next instanceof Result.Failed<Checkpoint> failed) {
        return Optional.of(failed.failure());
      }
      place = ((Result.Ok<Checkpoint>) next).value();
    }
    List<Long> unseen =
        context.store().read(s -> s.discussions().listUnseen(context.repo(), began));
    Optional<Failure> failure = reader.ask(unseen).or(reader::readDue);
    if (failure.isEmpty()) {
      context.store().write(this::end);
    }
    return failure;
  }

  private Instant now() {
    return github.serverTime().orElseGet(context::now);
  }

  private Result<Checkpoint> check(Checkpoint place, Instant began) {
    DiscussionsQuery query = new DiscussionsQuery(Order.OLDEST, PAGE, place.url(), true);
    return github
        .discussions(context.name(), discussions -> discussions.list(query))
        .flatMap(page -> numbers(page).map(seen -> store(page, seen, place, began)));
  }

  /** Returns the numbers of comments of each discussion of a page, also of those with many. */
  private Result<Map<Long, CommentsSeen>> numbers(DiscussionsPage page) {
    Map<Long, CommentsSeen> seen = new HashMap<>();
    for (DiscussionsPage.Entry entry : page.entries()) {
      long number = entry.discussion().number();
      CommentsSeen first = entry.seen().orElseThrow();
      if (entry.more().isEmpty()) {
        seen.put(number, first);
        continue;
      }
      Result<CommentsSeen> more =
          github.discussions(
              context.name(), discussions -> discussions.seen(number, entry.more().get()));
      if (more instanceof Result.Failed<CommentsSeen> failed) {
        return failed.cast();
      }
      seen.put(number, first.plus(((Result.Ok<CommentsSeen>) more).value()));
    }
    return Result.ok(seen);
  }

  private Checkpoint store(
      DiscussionsPage page, Map<Long, CommentsSeen> seen, Checkpoint place, Instant began) {
    Checkpoint next =
        page.next()
            .map(url -> place.at(url, Optional.empty()))
            .orElseGet(() -> place.ended(Optional.empty()));
    RowChanges written = context.store().inTransaction(s -> store(s, page, seen, next, began));
    progress.add(page.entries().size(), written.counts());
    return next;
  }

  private RowChanges store(
      Session s,
      DiscussionsPage page,
      Map<Long, CommentsSeen> seen,
      Checkpoint next,
      Instant began) {
    page.categories().ifPresent(all -> s.discussions().replaceCategories(context.repo(), all));
    RowChanges written = DiscussionsStream.write(context, s, page.discussions());
    Map<Long, String> known = s.discussions().seen(context.repo(), seen.keySet());
    List<Long> differing =
        seen.entrySet().stream()
            .filter(e -> known.containsKey(e.getKey()))
            .filter(e -> !e.getValue().toString().equals(known.get(e.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    s.discussions().commentsDue(context.repo(), differing);
    s.discussions().seen(context.repo(), seen.keySet(), began);
    s.checkpoints().save(context.repo(), KEY, next);
    return written;
  }

  private void end(Session s) {
    s.checkpoints().clear(context.repo(), KEY);
    s.streams().reconciled(context.repo(), DiscussionsStream.NAME.text(), context.now());
  }
}
