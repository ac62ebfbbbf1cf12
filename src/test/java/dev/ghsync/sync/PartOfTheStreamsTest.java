package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.object.ObjectsPhase;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LabelsStream;
import dev.ghsync.sync.stream.MilestonesStream;
import dev.ghsync.sync.stream.RefsStream;
import dev.ghsync.sync.stream.ReleasesStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of only some streams, and what it says of the repository. */
class PartOfTheStreamsTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    bench.world.issue();
    bench.world.label("bug");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String state() {
    return bench.sql(
        "SELECT status || ' ' || ifnull(error_code, 'none') || ' ' || ifnull(last_success_at, 'never') FROM sync_states");
  }

  @Test
  void aFirstRunOfSomeStreamsIsNoSuccessOfTheRepository() {
    bench.sync(options -> options.only(LabelsStream.NAME));

    assertThat(state()).isEqualTo("OUTDATED none never");
  }

  @Test
  void aRunOfSomeStreamsLeavesTheTimeOfTheLastSuccess() {
    bench.sync();
    String synced = state();
    bench.world.pass(600);
    bench.sync(options -> options.skip(ReleasesStream.NAME));

    assertThat(state()).isEqualTo(synced);
    bench.sync();
    assertThat(state()).isEqualTo("SYNCED none " + bench.world.now());
  }

  @Test
  void anErrorIsTakenBackByARunOfItsOwnStreamAlone() {
    bench.sync();
    bench.hub.refuse("/labels.*", 500, "Server Error");
    bench.sync();
    bench.hub.calmDown();

    bench.sync(options -> options.only(IssuesStream.NAME, CommentsStream.NAME));
    assertThat(state()).startsWith("OUTDATED server-error");
    bench.sync(options -> options.only(LabelsStream.NAME));
    assertThat(state()).startsWith("SYNCED none");
  }

  @Test
  void eachOfSeveralErrorsIsTakenBackByItself() {
    bench.sync();
    bench.hub.refuse("/(labels|milestones).*", 500, "Server Error");
    bench.sync();
    bench.hub.calmDown();

    bench.sync(options -> options.only(LabelsStream.NAME));
    assertThat(state()).startsWith("OUTDATED server-error");
    assertThat(bench.sql("SELECT error_message FROM sync_states")).contains("/milestones");
    bench.sync(options -> options.only(MilestonesStream.NAME));
    assertThat(state()).startsWith("SYNCED none");
  }

  @Test
  void anErrorOfTheRunItselfIsTakenBackByAnyRunThatGoesWell() {
    bench.sync();
    bench.hub.refuse(".*", 401, "Bad credentials");
    bench.sync();
    assertThat(state()).startsWith("OUTDATED bad-credentials");
    bench.hub.calmDown();

    bench.sync(options -> options.only(LabelsStream.NAME));
    assertThat(state()).startsWith("SYNCED none");
  }

  @Test
  void aPhaseThatAskedNothingTakesNoErrorBack() {
    bench.sync();
    Rows.execute(
        bench.db,
        "INSERT INTO stream_errors SELECT id, 'objects', 'network', 'no route' FROM repos");
    bench.hub.refuse("/git/matching-refs.*", 500, "Server Error");

    bench.sync(
        options -> {
          options.only(RefsStream.NAME, ObjectsPhase.NAME);
          options.full = true;
        });
    assertThat(bench.sql("SELECT count(*) FROM stream_errors WHERE stream = 'objects'"))
        .isEqualTo("1");
  }

  @Test
  void anErrorOfAnUnknownStreamIsTakenBackByAWholeRun() {
    bench.sync();
    Rows.execute(
        bench.db, "INSERT INTO stream_errors SELECT id, '*', 'network', 'no route' FROM repos");

    bench.sync(options -> options.only(LabelsStream.NAME));
    assertThat(state()).startsWith("OUTDATED network");
    bench.sync();
    assertThat(state()).startsWith("SYNCED none");
  }
}
