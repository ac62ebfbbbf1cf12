package dev.ghsync.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A world that was synced once, as a whole, and events of it. */
final class SyncedWorld implements AutoCloseable {
  final Bench bench;
  final World world;
  final FakeGitHub hub;
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  final long issue;
  final long comment;
  final long pull;
  final long review;
  final long reviewComment;
  final long release;
  final long label;
  final long milestone;

  /** A world whose git repository is empty. */
  SyncedWorld(Path folder) {
    this(folder, Optional.empty());
  }

  /** A world with this git repository. */
  SyncedWorld(Path folder, GitRepo git) {
    this(folder, Optional.of(git));
  }

  private SyncedWorld(Path folder, Optional<GitRepo> git) {
    bench = Bench.in(folder);
    world = bench.world;
    hub = bench.hub;
    git.ifPresent(repo -> hub.serve(new GitAnswers(repo)));
    label = world.label("bug");
    world.label("wish");
    milestone = world.milestone();
    issue = world.issue();
    world.addLabel(issue, label);
    comment = world.comment(issue);
    world.comment(issue);
    pull = world.pull();
    review = world.review(pull, "COMMENTED");
    reviewComment = world.reviewComment(pull);
    release = world.release();
    world.release();
    bench.listener =
        new SyncListener() {
          @Override
          public void warned(String message) {
            warnings.add(message);
          }
        };
    assertThat(sync().failure()).isEmpty();
    world.pass(30);
  }

  /** Syncs as a whole. */
  SyncReport sync() {
    return bench.sync(SyncedWorld::withoutContent);
  }

  /** Syncs what an event has touched. */
  SyncReport event(Kind kind, long number, long id) {
    return event(target(kind, number, id), options -> {});
  }

  /** Syncs what an event has touched that names no item. */
  SyncReport event(Kind kind) {
    return event(kind, 0, 0);
  }

  SyncReport event(WebhookTarget target, Consumer<Options> wishes) {
    PhasePlan whole = bench.plan;
    bench.plan = plan(target);
    try {
      return bench.sync(
          options -> {
            withoutContent(options);
            wishes.accept(options);
          });
    } finally {
      bench.plan = whole;
    }
  }

  WebhookTarget target(Kind kind, long number, long id) {
    return new WebhookTarget(OptionalLong.of(1_000), bench.name, kind, number, id);
  }

  private PhasePlan plan(WebhookTarget target) {
    Result<PhasePlan> plan =
        Plans.of(Options.CORE_STREAMS, bench.store, bench.host, bench.name, Optional.of(target));
    return plan.fold(
        found -> found,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private static void withoutContent(Options options) {
    options.content = CommitScope.NONE;
  }

  /** The paths of the last sync's requests within the repository, in order, without queries. */
  List<String> asked() {
    return hub.asked().stream().map(request -> request.path().replaceFirst("\\?.*", "")).toList();
  }

  RepoStates.State state() {
    return bench.store.read(
        s ->
            s.states()
                .find(s.repos().find(bench.host, bench.name).map(Repos.RepoRow::id).orElseThrow()));
  }

  String sql(String query) {
    return bench.sql(query);
  }

  @Override
  public void close() {
    bench.close();
  }
}
