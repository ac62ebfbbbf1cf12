package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long list, which is read in parallel windows of time. */
class LongListTest {
  private static final String COMMENTS = "/issues/comments.*";
  private static final int PAGES = 102;

  /** Four readers begin with a window each, and halve those of others. */
  private static final int MOST_WINDOWS = 20;

  @TempDir Path folder;
  private Bench bench;
  private long first;

  @BeforeEach
  void manySmallComments() {
    bench = Bench.in(folder);
    long issue = bench.world.issue();
    first = bench.world.comment(issue);
    for (int i = 1; i < PAGES * 100; i++) {
      bench.world.pass(60);
      bench.world.comment(issue);
    }
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync() {
    return bench.sync(options -> options.only(IssuesStream.NAME, CommentsStream.NAME));
  }

  @Test
  void theWindowsTogetherReadAllItemsWithFewMoreRequests() {
    bench.hub.before(
        40,
        COMMENTS,
        () -> {
          assertThat(Integer.parseInt(bench.sql("SELECT count(*) FROM walks")))
              .isBetween(4, MOST_WINDOWS);
          bench.assertNoCursorIsAhead();
        });
    sync();

    assertThat(bench.hub.asked(COMMENTS)).hasSizeLessThanOrEqualTo(PAGES + 2 + MOST_WINDOWS);
    assertThat(bench.sql("SELECT count(*) FROM walks")).isEqualTo("0");
    bench.assertEqual();
  }

  @Test
  void aListWhoseActivityBeganLateIsReadInWindowsToo() {
    try (Bench late = Bench.in(folder.resolve("late"))) {
      long issue = late.world.issue();
      for (int i = 0; i < 4_000; i++) {
        late.world.pass(i < 150 ? 1_000_000 : 60);
        late.world.comment(issue);
      }
      late.world.pass(3_600);
      late.hub.before(
          20,
          COMMENTS,
          () ->
              assertThat(Integer.parseInt(late.sql("SELECT count(*) FROM walks")))
                  .isBetween(2, MOST_WINDOWS));
      late.sync(options -> options.only(IssuesStream.NAME, CommentsStream.NAME));

      assertThat(late.hub.asked(COMMENTS)).hasSizeLessThanOrEqualTo(41 + MOST_WINDOWS);
      late.assertEqual();
    }
  }

  @Test
  void whatChangesWhileWindowsAreReadIsReadAtTheEnd() {
    bench.hub.before(60, COMMENTS, () -> bench.world.editComment(first));
    sync();

    bench.assertEqual();
  }

  /** Such as on a full disk. */
  @Test
  void aWindowThatCouldNotBeStoredIsReadByTheNextRun() {
    bench.hub.before(
        1,
        COMMENTS,
        () ->
            Rows.execute(
                bench.db,
                "CREATE TRIGGER refused BEFORE INSERT ON walks WHEN NEW.part = 2"
                    + " BEGIN SELECT RAISE(ABORT, 'refused'); END"));
    assertThat(sync().failure()).isPresent();
    bench.assertNoCursorIsAhead();
    Rows.execute(bench.db, "DROP TRIGGER refused");

    sync();

    bench.assertEqual();
  }

  @Test
  void eachInterruptedWindowIsContinuedWhereItStopped() {
    Path copy = folder.resolve("killed.db");
    bench.hub.before(50, COMMENTS, () -> bench.killedCopy(copy));
    sync();
    int undisturbed = bench.hub.asked(COMMENTS).size();
    try (Bench next = bench.with(copy)) {
      next.assertNoCursorIsAhead();
      next.sync(options -> options.only(IssuesStream.NAME, CommentsStream.NAME));

      // Repeated requests: the page of each window that was being read or stored, and the end as
      // often as it moved.
      int again = 50 + bench.hub.asked(COMMENTS).size() - undisturbed;
      assertThat(again).isLessThanOrEqualTo(MOST_WINDOWS);
      next.assertEqual();
    }
  }
}
