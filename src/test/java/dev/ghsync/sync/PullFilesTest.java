package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.World;
import dev.ghsync.sync.stream.PullFilesStream;
import dev.ghsync.sync.stream.Streams;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commits of pull requests, and the files that they change. */
class PullFilesTest {
  private static final String COMMITS =
      "SELECT position, sha FROM pull_commits WHERE pull_number = %d ORDER BY position";
  private static final String FILES =
      "SELECT path, previous_path, status, additions, deletions FROM pull_files"
          + " WHERE pull_number = %d ORDER BY path";
  private static final String LEFT_OUT =
      "SELECT commits_left_out, files_left_out FROM pulls WHERE number = ";

  @TempDir Path folder;
  private Bench bench;
  private long pull;

  @BeforeEach
  void onePullRequest() {
    bench = Bench.in(folder);
    pull = bench.world.pull();
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync() {
    return bench.sync(options -> options.with(PullFilesStream.NAME));
  }

  private static List<String> shas(int count) {
    return IntStream.range(0, count).mapToObj("%040x"::formatted).toList();
  }

  private static List<ObjectNode> files(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> World.file("f%04d".formatted(i), "added"))
        .toList();
  }

  private static ObjectNode renamed(String from, String to) {
    return World.file(to, "renamed").put("previous_filename", from);
  }

  @Test
  void commitsAndFilesAreStoredInTheirOrder() {
    bench.world.push(pull, shas(3), List.of(World.file("b", "removed"), World.file("a", "added")));

    SyncReport report = sync();

    assertThat(report.failure()).isEmpty();
    assertThat(Rows.select(bench.db, COMMITS.formatted(pull)))
        .containsExactly("0|" + shas(3).get(0), "1|" + shas(3).get(1), "2|" + shas(3).get(2));
    assertThat(Rows.select(bench.db, FILES.formatted(pull)))
        .containsExactly("a|null|added|3|1", "b|null|removed|3|1");
    assertThat(bench.sql(LEFT_OUT + pull)).isEqualTo("0|0");
    assertThat(bench.hub.asked("/pulls/\\d+/.*")).isEmpty();
  }

  @Test
  void anEarlierPathCostsOneRequestByRest() {
    bench.world.push(pull, shas(1), List.of(renamed("old", "new")));

    sync();

    assertThat(Rows.select(bench.db, FILES.formatted(pull))).containsExactly("new|old|renamed|3|1");
    assertThat(bench.hub.asked("/pulls/\\d+/.*")).hasSize(1);
  }

  @Test
  void moreCommitsThanRestShowsAndMoreFilesThanOnePageAreAllStored() {
    bench.world.push(pull, shas(260), files(320));

    sync();

    assertThat(Rows.select(bench.db, COMMITS.formatted(pull))).hasSize(260);
    assertThat(Rows.select(bench.db, FILES.formatted(pull))).hasSize(320);
    assertThat(bench.hub.asked("/pulls/\\d+/files.*")).hasSize(4);
    assertThat(bench.sql(LEFT_OUT + pull)).isEqualTo("0|0");
  }

  @Test
  void anUnchangedPullRequestCostsNothing() {
    sync();

    SyncReport report = sync();

    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(bench.hub.asked("/graphql|/pulls/\\d+.*")).isEmpty();
  }

  @Test
  void aForcePushReplacesBothAsSets() {
    bench.world.push(pull, shas(3), files(5));
    sync();
    bench.world.pass(60);
    bench.world.push(pull, shas(2), List.of(World.file("other", "modified")));

    SyncReport report = sync();

    assertThat(Rows.select(bench.db, COMMITS.formatted(pull))).hasSize(2);
    assertThat(Rows.select(bench.db, FILES.formatted(pull)))
        .containsExactly("other|null|modified|3|1");
    assertThat(Bench.phase(report, PullFilesStream.NAME).counts().updated()).isEqualTo(1);
  }

  @Test
  void withoutGraphqlTheyComeByRest() {
    bench.world.push(pull, shas(3), files(120));
    bench.hub.forbid("/graphql", "graphql=read");

    assertThat(sync().failure()).isEmpty();

    assertThat(Rows.select(bench.db, COMMITS.formatted(pull))).hasSize(3);
    assertThat(Rows.select(bench.db, FILES.formatted(pull))).hasSize(120);
  }

  @Test
  void whatTheLimitsOfGithubLeaveOutIsCounted() {
    bench.world.push(pull, shas(2), files(3));
    bench.world.pulls(pull).put("commits", 300).put("changed_files", 4_000);

    sync();

    assertThat(bench.sql(LEFT_OUT + pull)).isEqualTo("298|3997");
  }

  @Test
  void aDiffThatGithubDoesNotShowLeavesAllOfItsFilesOut() {
    bench.world.push(pull, shas(2), List.of(renamed("a", "b")));
    bench.hub.refuse("/pulls/\\d+/files.*", 422, "Sorry, this diff is taking too long");

    assertThat(sync().failure()).isEmpty();

    assertThat(Rows.select(bench.db, COMMITS.formatted(pull))).hasSize(2);
    assertThat(bench.sql(LEFT_OUT + pull)).isEqualTo("0|1");
  }

  @Test
  void oneThatCannotBeReadIsRequestedAgainInTheNextRun() {
    long other = bench.world.pull();
    bench.world.push(pull, shas(2), List.of(renamed("a", "b")));
    bench.hub.refuse("/pulls/" + pull + "/files.*", 500, "no");

    SyncReport report = sync();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(Bench.phase(report, PullFilesStream.NAME).failure().orElseThrow().message())
        .startsWith("pull-files: one item could not be read: pull request " + pull);
    assertThat(Rows.select(bench.db, FILES.formatted(other))).hasSize(1);
    bench.hub.calmDown();
    assertThat(sync().failure()).isEmpty();
    assertThat(Rows.select(bench.db, FILES.formatted(pull))).hasSize(1);
  }

  @Test
  void aStreamThatIsEnabledLateIsFilledOverSeveralRunsWithinItsShareOfTheLimit() {
    bench.world.push(pull, shas(2), List.of(renamed("a", "b")));
    bench.world.pull();
    bench.sync(); // without commits and files
    bench.hub.leave(1_000);

    SyncReport report = sync();

    PhaseReport phase = Bench.phase(report, PullFilesStream.NAME);
    assertThat(phase.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(phase.reason().orElseThrow())
        .startsWith("the commits and files of 1 pull requests are left to the next run: ");
    assertThat(report.failure()).isEmpty();
    assertThat(due()).isEqualTo(1);
    bench.hub.calmDown();
    sync();
    assertThat(bench.sql("SELECT count(*) FROM pull_contents")).isEqualTo("2");
    assertThat(due()).isZero();
  }

  private long due() {
    return new StatusReader(Streams.ALL, bench.store)
        .read(bench.world.now()).get(0).streams().stream()
            .filter(stream -> stream.name().equals(PullFilesStream.NAME.text()))
            .findFirst()
            .orElseThrow()
            .due();
  }

  @Test
  void theFilesOfADeletedPullRequestAreNotRequested() {
    bench.sync();
    bench.world.deleteIssue(pull);
    bench.sync(options -> options.reconcileNow());

    assertThat(sync().failure()).isEmpty();

    assertThat(bench.hub.asked("/graphql")).isEmpty();
  }
}
