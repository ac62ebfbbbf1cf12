package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.plan.FullPlan;
import dev.ghsync.sync.stream.CommentsStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process that writes to the database does not wait for long computations of a sync. */
class OtherWriterTest {
  @TempDir Path folder;

  /** The stream of comments; another connection writes while it compares their numbers. */
  private record Compared(Stream comments, Path db, AtomicInteger writes) implements Stream {
    @Override
    public StreamName name() {
      return comments.name();
    }

    @Override
    public String description() {
      return comments.description();
    }

    @Override
    public Set<StreamName> after() {
      return comments.after();
    }

    @Override
    public List<Step> steps(SyncContext context) {
      return comments.steps(context);
    }

    @Override
    public List<Step> afterCheck(SyncContext context) {
      return comments.afterCheck(context);
    }

    @Override
    public boolean isSettled(Reads s, long repo, Checks.Ended check) {
      Rows.execute(db, "UPDATE repos SET description = 'of another process'");
      writes.incrementAndGet();
      return comments.isSettled(s, repo, check);
    }

    @Override
    public long count(Reads s, long repo) {
      return comments.count(s, repo);
    }

    @Override
    public List<Verification.Stream> compare(VerifyContext context) {
      return comments.compare(context);
    }
  }

  @Test
  void itWritesWhileTheNumbersOfCommentsAreCompared() {
    try (Bench bench = Bench.in(folder)) {
      bench.world.comment(bench.world.issue());
      AtomicInteger writes = new AtomicInteger();
      List<Stream> streams =
          Options.CORE_STREAMS.streams().stream()
              .map(
                  stream ->
                      stream.name().equals(CommentsStream.NAME)
                          ? new Compared(stream, bench.db, writes)
                          : stream)
              .toList();
      bench.plan = new FullPlan(new StreamList(streams));

      bench.sync();
      bench.world.pass(3_600);

      assertThat(bench.sync(Options::reconcileNow).failure()).isEmpty();

      assertThat(writes).hasPositiveValue();
      assertThat(bench.sql("SELECT count(*) FROM streams WHERE last_reconciled_at IS NOT NULL"))
          .isNotEqualTo("0");
    }
  }
}
