package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.EventsStream;
import dev.ghsync.sync.stream.IssuesStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long list without {@code since}, whose parts are read at the same time. */
class LongEventsTest {
  private static final String EVENTS = "/issues/events\\?per_page=100.*";
  private static final int PAGES = 50;
  private static final int PARTS = 4;

  @TempDir Path folder;
  private Bench bench;
  private long issue;

  @BeforeEach
  void manyEvents() {
    bench = Bench.in(folder);
    issue = bench.world.issue();
    addEvents(PAGES * 100);
    bench.world.pass(3_600);
  }

  private void addEvents(int number) {
    for (int i = 0; i < number; i++) {
      bench.world.event(issue, "renamed");
      bench.world.pass(1);
    }
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static SyncReport sync(Bench bench) {
    return bench.sync(options -> options.only(IssuesStream.NAME, EventsStream.NAME));
  }

  @Test
  void thePartsTogetherCostAPageMoreEach() {
    bench.hub.before(
        20,
        EVENTS,
        () -> assertThat(bench.sql("SELECT count(*) FROM walks")).isEqualTo("" + PARTS));
    sync(bench);

    assertThat(bench.hub.asked(EVENTS)).hasSizeLessThanOrEqualTo(PAGES + PARTS);
    assertThat(bench.sql("SELECT count(*) FROM walks")).isEqualTo("0");
    bench.assertEqual();
  }

  /** Such as on a full disk. */
  @Test
  void aPartThatCouldNotBeStoredIsReadByTheNextRun() {
    bench.hub.before(
        1,
        EVENTS,
        () ->
            Rows.execute(
                bench.db,
                "CREATE TRIGGER refused BEFORE INSERT ON walks WHEN NEW.part = 2"
                    + " BEGIN SELECT RAISE(ABORT, 'refused'); END"));
    assertThat(sync(bench).failure()).isPresent();
    Rows.execute(bench.db, "DROP TRIGGER refused");

    sync(bench);

    bench.assertEqual();
  }

  @Test
  void aSecondWithManyEventsIsNotDivided() {
    for (int i = 0; i < PAGES * 100; i++) {
      bench.world.event(issue, "labeled");
    }
    sync(bench);

    assertThat(bench.hub.asked(EVENTS)).hasSizeLessThanOrEqualTo(2 * PAGES + PARTS);
    bench.assertEqual();
  }

  @Test
  void eventsThatNewOnesPushIntoTheNextPartAreNotMissed() {
    long before = bench.world.events();
    for (int request = 8; request < PAGES; request += 4) {
      bench.hub.before(request, EVENTS, () -> addEvents(70));
    }
    sync(bench);
    assertThat(Long.parseLong(bench.sql("SELECT count(*) FROM issue_events")))
        .isGreaterThanOrEqualTo(before);

    bench.hub.calmDown();
    sync(bench);
    bench.assertEqual();
  }

  @Test
  void eachInterruptedPartIsContinuedWhereItStopped() {
    Path copy = folder.resolve("killed.db");
    int before = 30;
    bench.hub.before(before, EVENTS, () -> bench.killedCopy(copy));
    sync(bench);
    int undisturbed = bench.hub.asked(EVENTS).size();
    try (Bench next = bench.with(copy)) {
      addEvents(250);
      sync(next);

      // Repeated requests: the page of each part that was being read or stored, the pages that the
      // new events have shifted, those of the new events, one for each part that is divided, and
      // those of the last ten minutes. Without parts that continue all would be repeated.
      int again = before + bench.hub.asked(EVENTS).size() - undisturbed;
      assertThat(again).isLessThan(before);
      next.assertEqual();
    }
  }
}
