package dev.ghsync.sync.object;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.Pages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fetches objects by REST: 100 commits, one tree with all below it, or one blob a request. What
 * cannot be read is skipped, see {@link UnreadObjects}; the rest is fetched all the same.
 */
final class RestSource implements ObjectSource {
  /** GitHub's limit in bytes, see https://docs.github.com/rest/git/blobs */
  private static final long LARGEST_BLOB = 100L << 20;

  private final SyncContext context;
  private final GitHub github;
  private final RestContent content;
  private final UnreadObjects unread;

  RestSource(SyncContext context, GitHub github, UnreadObjects unread) {
    this.context = context;
    this.github = github;
    this.unread = unread;
    this.content = new RestContent(context, github, unread, largestBlob());
  }

  /** REST shows no time zones, and no names that are not UTF-8. */
  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public long largestBlob() {
    return Math.min(context.settings().objects().maxBlobSize(), LARGEST_BLOB);
  }

  @Override
  public Result<Brought> fetch(Wanted wanted, ObjectWriter writer) {
    if (wanted.history().isEmpty()) {
      return content
          .fetch(wanted, writer)
          .<Result<Brought>>map(Result::failed)
          .orElse(Result.ok(Brought.whole(false)));
    }
    boolean bounded = false;
    Set<ObjectId> found = new HashSet<>();
    for (Missing missing : wanted.history()) {
      if (found.contains(missing.id())) {
        continue;
      }
      Result<Boolean> one =
          missing.type() == ObjectType.TAG
              ? tag(missing.id(), writer)
              : history(missing.id(), found, writer);
      if (one instanceof Result.Failed<Boolean> failed) {
        return failed.cast();
      }
      bounded |= ((Result.Ok<Boolean>) one).value();
    }
    return Result.ok(Brought.whole(bounded));
  }

  private Result<Boolean> tag(ObjectId id, ObjectWriter writer) {
    Result<Fetched.Page<AnnotatedTag>> fetched =
        page(github.fetch(context.endpoints().tag(id)), "tag " + id);
    if (fetched instanceof Result.Failed<Fetched.Page<AnnotatedTag>> failed) {
      return skip(Set.of(id), "tag", failed.failure());
    }
    writer.tag(((Result.Ok<Fetched.Page<AnnotatedTag>>) fetched).value().value());
    writer.flush(); // it cost a request
    unread.succeeded();
    return Result.ok(false);
  }

  /** Skips objects, unless the failure concerns all requests. */
  private Result<Boolean> skip(Set<ObjectId> ids, String kind, Failure failure) {
    return unread.add(ids, kind, failure) ? Result.ok(false) : Result.failed(failure);
  }

  /**
   * Fetches the history of {@code start}, a hundred commits a page, until all parents are known.
   * The commits are sorted by date. With parallel branches, the commits after a known one may be
   * unknown.
   *
   * @return whether the limit on commits was reached
   */
  private Result<Boolean> history(ObjectId start, Set<ObjectId> found, ObjectWriter writer) {
    Set<ObjectId> open = new HashSet<>(List.of(start));
    long left = context.settings().objects().maxCommits().orElse(Long.MAX_VALUE);
    Pages<Commit> pages = Pages.of(github, context.endpoints().commits(start));
    List<UnreadItem> passedOver = new ArrayList<>();
    while (!open.isEmpty() && left > 0 && pages.next()) {
      left -= store(pages.items(), left, open, found, writer);
      passedOver.addAll(pages.page().unread());
    }
    if (pages.end().isPresent()) {
      return page(pages.end().get(), "the commits from " + start)
          .fold(page -> Result.ok(false), failure -> skip(open, "commit", failure));
    }
    boolean isBounded = left <= 0 && !open.isEmpty();
    if (!passedOver.isEmpty() && !open.isEmpty() && (!isBounded || pages.isComplete())) {
      UnreadItem first = passedOver.get(0);
      return skip(
          open,
          "commit",
          Failure.of(
              FailureCode.BAD_RESPONSE, first.name().orElse(first.page()) + ": " + first.reason()));
    }
    unread.succeeded();
    return Result.ok(isBounded);
  }

  /** Stores the new commits of a page, at most {@code most}. Returns how many they were. */
  private long store(
      List<Commit> page, long most, Set<ObjectId> open, Set<ObjectId> found, ObjectWriter writer) {
    Set<ObjectId> mentioned = new HashSet<>();
    for (Commit commit : page) {
      mentioned.add(commit.id());
      mentioned.addAll(commit.parents());
    }
    Set<String> stored =
        new HashSet<>(context.store().read(s -> s.commits().listKnown(context.repo(), mentioned)));
    List<Commit> added = new ArrayList<>();
    for (Commit commit : page) {
      open.remove(commit.id());
      if (found.contains(commit.id()) || stored.contains(commit.id().hex())) {
        continue;
      }
      if (added.size() == most) {
        open.add(commit.id());
        break;
      }
      added.add(commit);
      found.add(commit.id());
      commit.parents().stream()
          .filter(parent -> !found.contains(parent) && !stored.contains(parent.hex()))
          .forEach(open::add);
    }
    added.forEach(writer::commit);
    writer.flush(); // a killed run loses no page
    return added.size();
  }

  /** Returns the page, or the failure that describes any other answer. */
  static <T> Result<Fetched.Page<T>> page(Fetched<T> fetched, String what) {
    if (fetched instanceof Fetched.Page<T> page) {
      return Result.ok(page);
    }
    if (fetched instanceof Fetched.Stopped<T> stopped) {
      return Result.failed(stopped.failure());
    }
    if (fetched instanceof Fetched.Forbidden<T> forbidden) {
      return Result.failed(
          FailureCode.FORBIDDEN, "the token may not read %s: %s".formatted(what, forbidden.why()));
    }
    String words = fetched instanceof Fetched.NotAvailable<T> refused ? refused.message() : "304";
    return Result.failed(
        FailureCode.BAD_RESPONSE,
        "GitHub does not show %s: %s; run again later".formatted(what, words));
  }
}
