package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LabelsStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that refuses to be written: as a full disk does, here by a trigger. */
class StorageTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    bench.world.comment(bench.world.issue());
    bench.world.label("bug");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void refuse(String event) {
    Rows.execute(
        bench.db,
        "CREATE TRIGGER full BEFORE %s BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            .formatted(event));
  }

  private void mend() {
    Rows.execute(bench.db, "DROP TRIGGER full");
  }

  @Test
  void aPageThatCannotBeStoredFailsItsPhaseAndMovesNoCursor() {
    refuse("INSERT ON issues");
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.STORAGE);
    assertThat(Bench.phase(report, LabelsStream.NAME).failure()).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM walks")).isEqualTo("0");
    bench.assertNoCursorIsAhead();

    mend();
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aLaterPageThatCannotBeStoredIsTheDatabasesFailureToo() {
    for (int i = 0; i < 250; i++) {
      bench.world.pass(60);
      bench.world.issue();
    }
    refuse("INSERT ON issues WHEN new.number > 150");
    SyncReport report = bench.sync();

    assertThat(Bench.phase(report, IssuesStream.NAME).failure().orElseThrow().code())
        .isEqualTo(FailureCode.STORAGE);
    assertThat(bench.sql("SELECT count(*) FROM issues")).isEqualTo("100");
    bench.assertNoCursorIsAhead();

    mend();
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aRunThatCannotBeRecordedStillHasItsReport() {
    refuse("UPDATE OF finished_at ON sync_runs");
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.STORAGE);
    assertThat(report.runId()).isPresent();
    assertThat(report.phases()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, ArithmeticException.class})
  void aRunThatBeganIsRecordedWhateverIsThrownAroundItsPhases(Class<? extends Throwable> kind) {
    bench.plan = new Thrower(kind);
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.INTERNAL);
    assertThat(bench.sql("SELECT outcome || ' ' || failure_code FROM sync_runs"))
        .isEqualTo("failed internal");
    assertThat(bench.sql("SELECT status || ' ' || error_code FROM sync_states"))
        .isEqualTo("OUTDATED internal");
  }

  /** A plan that cannot be made. */
  private record Thrower(Class<? extends Throwable> kind) implements PhasePlan {
    @Override
    public dev.ghsync.sync.StreamList streams() {
      return Options.CORE_STREAMS;
    }

    @Override
    public List<Step> steps(SyncContext context) {
      if (kind == OutOfMemoryError.class) {
        throw new OutOfMemoryError();
      }
      throw new ArithmeticException();
    }
  }

  @Test
  void progressThatCannotBeStoredIsAFailureAndNoTrace() {
    bench.sync();
    refuse("UPDATE OF progress_current ON repo_states WHEN new.progress_current > 3");
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.STORAGE);
    mend();
    assertThat(bench.sync().failure()).isEmpty();
  }
}
