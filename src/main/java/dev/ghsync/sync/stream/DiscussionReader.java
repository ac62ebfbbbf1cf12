package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.DiscussionCommentsPage;
import dev.ghsync.github.graphql.DiscussionCommentsPage.MoreReplies;
import dev.ghsync.github.graphql.DiscussionCommentsPage.Want;
import dev.ghsync.github.graphql.DiscussionsPage.CommentsSeen;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Discussion;
import dev.ghsync.model.item.DiscussionComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.DiscussionComments;
import dev.ghsync.store.table.Discussions.Due;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.UnreadableNotes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the comments of discussions that changed since theirs were read, those of many in one
 * query. Each page is stored at once; when all pages of a discussion are stored, comments that were
 * on none of them are marked as deleted.
 */
final class DiscussionReader {
  /** Discussions in one query. */
  private static final int MOST_DISCUSSIONS = 100;

  /** Comments of the top level in one query; each costs a hundredth of a point. */
  private static final int MOST_COMMENTS = 500;

  private static final int PAGE = 100;

  /** Comments that may have been added since the discussion was read. */
  private static final int ADDED = 5;

  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final UnreadableNotes notes;
  private final Set<String> noted;

  /** Discussions of which some pages were asked for, and not all. */
  private final Map<Long, Reading> readings = new HashMap<>();

  private final Deque<Want> further = new ArrayDeque<>();

  DiscussionReader(SyncContext context, GitHub github, ProgressCounter progress) {
    this.context = context;
    this.github = github;
    this.progress = progress;
    this.notes = new UnreadableNotes(context, DiscussionsStream.NAME);
    this.noted = new HashSet<>(notes.names());
  }

  /** The part of one discussion that was read so far. */
  private static final class Reading {
    private final Instant asOf;
    private final Set<Long> ids = new HashSet<>();
    private CommentsSeen seen = CommentsSeen.NONE;

    Reading(Instant asOf) {
      this.asOf = asOf;
    }
  }

  /** Reads all that is due. Returns the failure that prevented that. */
  Optional<Failure> readDue() {
    Deque<Due> due =
        new ArrayDeque<>(context.store().read(s -> s.discussions().listDue(context.repo())));
    while (!due.isEmpty() || !further.isEmpty()) {
      List<Want> batch = batch(due);
      Optional<Failure> failure = batch.isEmpty() ? Optional.empty() : read(batch);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /** Further pages come first, so that few discussions are in memory. */
  private List<Want> batch(Deque<Due> due) {
    List<Want> batch = new ArrayList<>();
    int comments = 0;
    while (comments < MOST_COMMENTS && batch.size() < MOST_DISCUSSIONS) {
      Want want = further.poll();
      if (want == null && due.isEmpty()) {
        break;
      }
      Optional<Want> next = want != null ? Optional.of(want) : first(due.remove());
      next.ifPresent(batch::add);
      comments += next.map(Want::size).orElse(0);
    }
    return batch;
  }

  /** Returns the first page of a discussion; none where it has no comments. */
  private Optional<Want> first(Due due) {
    Reading reading = new Reading(due.updatedAt());
    if (due.comments() == 0) {
      RowChanges written = context.store().inTransaction(s -> end(s, due.number(), reading));
      progress.add(0, written.counts());
      forget(due.number());
      return Optional.empty();
    }
    readings.put(due.number(), reading);
    int size = (int) Math.min(PAGE, due.comments() + ADDED);
    return Optional.of(new Want(due.number(), size, Optional.empty()));
  }

  private Optional<Failure> read(List<Want> batch) {
    Result<List<DiscussionCommentsPage>> result =
        github.discussions(context.name(), discussions -> discussions.comments(batch));
    if (result instanceof Result.Failed<List<DiscussionCommentsPage>> failed) {
      return Optional.of(failed.failure());
    }
    Set<Long> missing = new LinkedHashSet<>();
    batch.forEach(want -> missing.add(want.number()));
    List<DiscussionCommentsPage> pages = ((Result.Ok<List<DiscussionCommentsPage>>) result).value();
    for (DiscussionCommentsPage page : pages) {
      Optional<Failure> failure = store(page);
      if (failure.isPresent()) {
        return failure;
      }
      missing.remove(page.number());
      page.next().ifPresent(next -> further.add(new Want(page.number(), PAGE, Optional.of(next))));
    }
    return missing.isEmpty() ? Optional.empty() : ask(List.copyOf(missing));
  }

  private Optional<Failure> store(DiscussionCommentsPage page) {
    List<DiscussionComment> comments = new ArrayList<>(page.comments());
    for (MoreReplies more : page.more()) {
      Result<List<DiscussionComment>> replies =
          github.discussions(
              context.name(), discussions -> discussions.replies(page.number(), more));
      if (replies instanceof Result.Failed<List<DiscussionComment>> failed) {
        return Optional.of(failed.failure());
      }
      comments.addAll(((Result.Ok<List<DiscussionComment>>) replies).value());
    }
    Reading reading = Objects.requireNonNull(readings.get(page.number()));
    comments.forEach(comment -> reading.ids.add(comment.id()));
    reading.seen = reading.seen.plus(page.seen());
    RowChanges written = context.store().inTransaction(s -> store(s, page, comments, reading));
    progress.add(comments.size(), written.counts());
    if (page.next().isEmpty()) {
      readings.remove(page.number());
      forget(page.number());
    }
    return Optional.empty();
  }

  private RowChanges store(
      Session s, DiscussionCommentsPage page, List<DiscussionComment> comments, Reading reading) {
    RowChanges written = s.discussions().upsertComments(context.repo(), comments);
    if (page.next().isEmpty()) {
      written = written.plus(end(s, page.number(), reading));
    }
    return written;
  }

  /** Ends the reading of a discussion: comments that were on no page are deleted. */
  private RowChanges end(Session s, long number, Reading reading) {
    s.discussions().commentsRead(context.repo(), number, reading.asOf, reading.seen.toString());
    return s.markOthersDeleted(
        DiscussionComments.TABLE, context.repo(), number, reading.ids, context.now());
  }

  /**
   * Asks for single discussions, and stores each as GitHub shows it or marks it as deleted.
   *
   * @return the failure that prevented that
   */
  Optional<Failure> ask(List<Long> numbers) {
    for (List<Long> some : Batches.of(numbers, MOST_DISCUSSIONS)) {
      Result<Map<Long, Optional<Discussion>>> result =
          github.discussions(context.name(), discussions -> discussions.byNumber(some));
      if (result instanceof Result.Failed<Map<Long, Optional<Discussion>>> failed) {
        return Optional.of(failed.failure());
      }
      Map<Long, Optional<Discussion>> found =
          ((Result.Ok<Map<Long, Optional<Discussion>>>) result).value();
      for (long number : some) {
        Optional<Discussion> answer = found.getOrDefault(number, Optional.empty());
        boolean isGone = found.containsKey(number) && answer.isEmpty();
        if (!found.containsKey(number) || (!isGone && readings.containsKey(number))) {
          note(number);
        } else {
          store(number, answer);
        }
      }
    }
    return Optional.empty();
  }

  /** The discussion is skipped, and read again in the next run. */
  private void note(long number) {
    readings.remove(number);
    noted.add(String.valueOf(number));
    notes.note(String.valueOf(number), "GitHub cannot deliver its comments");
  }

  private void store(long number, Optional<Discussion> answer) {
    RowChanges written =
        context
            .store()
            .inTransaction(
                s ->
                    answer
                        .map(found -> DiscussionsStream.write(context, s, List.of(found)))
                        .orElseGet(() -> DiscussionsStream.markDeleted(context, s, number)));
    progress.add(1, written.counts());
    if (answer.isEmpty()) {
      readings.remove(number);
      forget(number);
    }
  }

  private void forget(long number) {
    if (noted.remove(String.valueOf(number))) {
      notes.forget(String.valueOf(number));
    }
  }
}
