package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Chaos;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.ReviewCommentsStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists by time of change: whatever happens while they are read, nothing is missed. */
class SinceCursorListTest {
  private static final String LISTS = "/issues\\?.*|/issues/comments.*|/pulls/comments.*";

  private static final String WITHOUT_RAW = "SELECT count(*) FROM pulls WHERE raw IS NULL";
  private static final long DAY = 86_400;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itemsThatChangeDuringPagingAreStoredAfterAnotherSync(long seed) {
    Chaos people = new Chaos(bench.world, seed);
    people.populate(700);
    for (int request = 1; request < 40; request += 2) {
      bench.hub.before(request, LISTS, people::change);
    }
    bench.sync();
    bench.hub.calmDown();
    bench.sync();

    bench.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void itemsDeletedDuringPagingAreFoundByTheCheckForDeletions(long seed) {
    Chaos people = new Chaos(bench.world, seed);
    people.populate(500);
    for (int request = 1; request < 30; request++) {
      bench.hub.before(request, LISTS, request % 2 == 0 ? people::remove : people::change);
    }
    bench.sync();
    bench.hub.calmDown();
    bench.sync(options -> options.reconcileNow());

    bench.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 199, 200, 201, 300, 350})
  void aChangeIsSeenHoweverManyShareTheLastSecond(int items) {
    for (int i = 0; i < items; i++) {
      bench.world.comment(bench.world.issue());
    }
    bench.sync();
    bench.assertEqual();
    bench.sync();
    assertThat(bench.hub.asked(LISTS)).allMatch(asked -> asked.status() == 304);

    bench.world.pass(3_600);
    bench.world.editIssue(1);
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aPageThatSlidesWithinASecondHidesNoItem() {
    long pull = bench.world.pull();
    long first = bench.world.reviewComment(pull);
    for (int i = 0; i < 250; i++) {
      bench.world.reviewComment(pull);
    }
    bench.world.pass(3_600);
    bench.world.reviewComment(pull);
    bench.hub.before(
        1,
        "/pulls/comments.*&page=2",
        () -> {
          bench.world.pass(3_600);
          bench.world.editReviewComment(first);
        });
    bench.sync();
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void theLastProgressOfAPhaseIsTheNumberOfItemsRead() {
    long issue = bench.world.issue();
    long gone = bench.world.comment(issue);
    bench.world.comment(issue);
    bench.world.reviewComment(bench.world.pull());
    Map<StreamName, Long> told = new ConcurrentHashMap<>();
    bench.listener =
        new SyncListener() {
          @Override
          public void progressed(StreamName phase, long current, OptionalLong total) {
            told.put(phase, current);
          }
        };
    bench.sync();
    assertThat(told)
        .containsEntry(IssuesStream.NAME, 2L)
        .containsEntry(CommentsStream.NAME, 2L)
        .containsEntry(ReviewCommentsStream.NAME, 1L)
        .containsEntry(PullsStream.NAME, 1L);

    bench.world.pass(3_600);
    bench.world.deleteComment(gone);
    bench.world.comment(issue);
    bench.world.comment(issue);
    bench.sync();

    // The last page of the list; then the list of the issue, since a comment was deleted.
    assertThat(told).containsEntry(CommentsStream.NAME, 3L + 3L);
  }

  @Test
  void aLargerDepthReadsTheOlderItemsOfTheLists() {
    for (int i = 0; i < 250; i++) {
      bench.world.event(bench.world.pull(), "closed");
    }
    bench.world.pass(40 * DAY);
    for (int i = 0; i < 100; i++) {
      bench.world.event(bench.world.pull(), "closed");
    }
    Instant recently = bench.world.now().minusSeconds(30 * DAY);
    bench.sync(options -> options.depth = Optional.of(recently));
    assertThat(bench.sql("SELECT count(*) < 350 FROM pulls")).isEqualTo("1");
    bench.sync();

    bench.assertEqual();
    assertThat(bench.sql(WITHOUT_RAW)).isEqualTo("0");
    assertThat(bench.hub.asked("/pulls/\\d+")).isEmpty();
  }

  @Test
  void aPullRequestThatOnlyTheIssuesShowIsReadWhole() {
    for (int i = 0; i < 103; i++) {
      bench.world.pull();
    }
    bench.hub.refuse("/pulls\\?.*&page=2", 422, "In order to keep the API fast");
    bench.sync();

    bench.assertEqual();
    assertThat(bench.sql(WITHOUT_RAW)).isEqualTo("0");
    assertThat(bench.hub.asked("/pulls/\\d+")).hasSize(3);
  }

  @Test
  void aLinkThatIsMissingBehindAFullPageHidesNothing() {
    for (int i = 0; i < 230; i++) {
      bench.world.comment(bench.world.issue());
      bench.world.label("l" + i);
    }
    bench.hub.hideLinks();
    bench.sync();

    bench.assertEqual();
  }
}
