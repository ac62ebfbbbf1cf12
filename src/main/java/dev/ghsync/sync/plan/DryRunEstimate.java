package dev.ghsync.sync.plan;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.list.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run would ask, and about how many requests that would be. Nothing is stored. A stream that
 * was synced before needs one request, which is free where nothing has changed; of the others the
 * first page is asked for, since it names the last.
 */
public final class DryRunEstimate {
  private static final int PAGE = 100;
  private static final int PULLS_A_QUERY = 50;

  private final SyncContext context;
  private final GitHub github;
  private final List<PhaseReport> phases = new ArrayList<>();
  private long total;

  public DryRunEstimate(SyncContext context) {
    this.context = context;
    this.github = context.github(StreamName.METADATA);
  }

  /** Asks a request or two a stream; a failure is that of the repository itself. */
  public Result<List<PhaseReport>> run() {
    Result<Fetched<Repository>> repository =
        github.fetch(context.endpoints().repository(), Optional.empty());
    if (repository instanceof Result.Failed<Fetched<Repository>> failed) {
      return failed.cast();
    }
    say(StreamName.METADATA, 1);
    say(StreamName.REFS, 2);
    objects();
    list(StreamName.LABELS, context.endpoints().labels());
    list(StreamName.MILESTONES, context.endpoints().milestones());
    issues();
    list(StreamName.COMMENTS, context.endpoints().comments(Optional.empty()));
    pulls();
    list(StreamName.REVIEW_COMMENTS, context.endpoints().reviewComments(Optional.empty()));
    list(StreamName.COMMIT_COMMENTS, context.endpoints().commitComments());
    list(StreamName.EVENTS, context.endpoints().events());
    list(StreamName.RELEASES, context.endpoints().releases());
    return Result.ok(List.copyOf(phases));
  }

  /**
   * What a run for an event would ask: as {@link #run} where that reads everything, else nothing is
   * asked for this.
   */
  public Result<List<PhaseReport>> run(WebhookTarget hint) {
    if (new WebhookPlan(hint, new Phases()).readsAll(context)) {
      return run();
    }
    one(StreamName.METADATA);
    for (StreamName touched :
        StreamName.ALL.stream().filter(WebhookPlan.phases(hint.kind())::contains).toList()) {
      if (touched.equals(StreamName.OBJECTS)) {
        objects();
      } else {
        one(touched);
      }
    }
    return Result.ok(List.copyOf(phases));
  }

  private void one(StreamName name) {
    total += context.settings().phases().contains(name) ? 1 : 0;
    note(name, "would ask about 1 request");
  }

  /** Of all phases together. */
  public long total() {
    return total;
  }

  private void objects() {
    if (context.settings().objects().source() == ObjectsMode.REST && !known(StreamName.OBJECTS)) {
      note(StreamName.OBJECTS, "would ask a request for 100 commits, for a tree and for a file");
    } else if (context.settings().objects().source() == ObjectsMode.REST) {
      note(StreamName.OBJECTS, "would ask for what new commits have brought");
    } else {
      note(StreamName.OBJECTS, "would ask 3 requests of git at most, outside of the limit");
    }
  }

  private void issues() {
    if (known(StreamName.ISSUES)) {
      say(StreamName.ISSUES, 1);
      return;
    }
    Endpoint<List<Issue>> list = context.endpoints().issues(Optional.empty());
    String newest =
        list.url()
            .replace("sort=updated", "sort=created")
            .replace("direction=asc", "direction=desc")
            .replace("per_page=100", "per_page=1");
    long number =
        Asked.of(github, list.at(newest)) instanceof Asked.Page<List<Issue>> got
            ? got.fresh().value().stream().mapToLong(Issue::number).max().orElse(0)
            : 0;
    say(StreamName.ISSUES, number / PAGE + 1);
  }

  private void pulls() {
    if (known(StreamName.PULLS)) {
      say(StreamName.PULLS, 1);
      return;
    }
    long pages = pages(context.endpoints().pulls());
    say(StreamName.PULLS, pages + pages * PAGE / PULLS_A_QUERY);
  }

  private <T> void list(StreamName name, Endpoint<List<T>> endpoint) {
    say(name, known(name) ? 1 : pages(endpoint));
  }

  private <T> long pages(Endpoint<List<T>> endpoint) {
    return Asked.of(github, endpoint) instanceof Asked.Page<List<T>> got
        ? got.fresh().lastPage().orElse(1)
        : 1;
  }

  private boolean known(StreamName name) {
    return !context.settings().full()
        && context
            .store()
            .read(s -> s.streams().find(context.repo(), name.text()))
            .flatMap(StreamStates.StreamState::completedAt)
            .isPresent();
  }

  private void say(StreamName name, long requests) {
    if (context.settings().phases().contains(name)) {
      total += requests;
    }
    String free = known(name) ? ", free where nothing has changed" : "";
    note(
        name, "would ask about %d request%s%s".formatted(requests, requests == 1 ? "" : "s", free));
  }

  private void note(StreamName name, String text) {
    if (!context.settings().phases().contains(name)) {
      return;
    }
    phases.add(
        new PhaseReport(
            name,
            PhaseReport.State.SKIPPED,
            Optional.of(text),
            Optional.empty(),
            0,
            0,
            0,
            Counts.NONE));
  }
}
