package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Chaos;
import dev.ghsync.sync.fake.Fault;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of fault on every group of endpoints: a run ends cleanly and the next is equal. */
class FaultTest {
  /** Groups of one line hang on nothing else in that line. */
  private static final List<String> GROUPS =
      List.of(
          "",
          "/git/matching-refs.*|/pulls/comments.*|/milestones.*",
          "/labels.*|/issues/comments.*|/releases.*|/commits.*",
          "/pulls\\?.*|/issues/events.*|/git/trees.*",
          "/issues\\?.*|/comments.*|/git/blobs.*|/git/tags.*|/graphql");

  @TempDir static Path origin;
  private static GitRepo repo;

  @TempDir Path folder;

  @BeforeAll
  static void aRepository() {
    repo = GitRepo.create(origin.resolve("repo.git"));
    repo.commit("main", GitRepo.file("a.txt", "a"), GitRepo.file("b/c.txt", "c"));
    repo.tag("v1", "main");
  }

  @ParameterizedTest
  @EnumSource
  void aRunEndsCleanlyAndTheNextIsEqual(Fault fault) {
    List<String> groups = new ArrayList<>(GROUPS);
    // Each group is the first sync's for some kinds, and a later one's for others.
    int seed = fault.name().length();
    Collections.rotate(groups, seed);
    try (Bench bench = Bench.in(folder)) {
      bench.hub.serve(new GitAnswers(repo));
      Chaos people = new Chaos(bench.world, seed);
      people.populate(120);
      bench.world.event(1, "renamed");
      bench.world.asset(bench.world.release());
      bench.world.commitComment();
      for (String group : groups) {
        people.change();
        bench.hub.spoil(group, fault);
        SyncReport report = bench.sync(options -> options.reconcileNow());

        assertThat(bench.hub.asked(group)).isNotEmpty();
        assertEndedCleanly(report, fault);
        bench.assertNoCursorIsAhead();
        bench.hub.calmDown();
        bench.world.pass(3_700);
      }
      assertThat(bench.sync(options -> options.reconcileNow()).failure()).isEmpty();
      bench.assertEqual();
    }
  }

  private static void assertEndedCleanly(SyncReport report, Fault fault) {
    assertThat(report.phases())
        .flatExtracting(phase -> phase.failure().map(Failure::code).stream().toList())
        .doesNotContain(FailureCode.INTERNAL, FailureCode.STORAGE);
    if (fault.isHarmless()) {
      assertThat(report.failure()).isEmpty();
    }
    report
        .failure()
        .ifPresent(
            failure -> assertThat(failure.message()).doesNotContain("Exception", "\n", "<title>"));
  }
}
