package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.sync.RepoStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusViewTest {
  private static final Instant NOON = Sample.NOON;
  private static final RepoStatus IDLE =
      new RepoStatus(
          Host.GITHUB,
          Sample.REPO,
          RepoStatus.State.IDLE,
          RepoStatus.Freshness.SYNCED,
          true,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Optional.of(NOON.minusSeconds(200)),
          Optional.empty(),
          List.of(
              new RepoStatus.Stream(
                  "issues",
                  Optional.of(NOON.minusSeconds(900)),
                  Optional.of(NOON.minusSeconds(200)),
                  Optional.empty(),
                  1234,
                  0)),
          Optional.of(Sample.COUNTS));
  private static final RepoStatus BLOCKED =
      new RepoStatus(
          Host.GITHUB,
          new RepoName("octo", "a-longer-name"),
          RepoStatus.State.BLOCKED,
          RepoStatus.Freshness.OUTDATED,
          false,
          Duration.ofMinutes(20),
          Optional.of(NOON.plusSeconds(1200)),
          Optional.of(new RepoStatus.Progress(3, 12)),
          Optional.empty(),
          Optional.of(new RepoStatus.SyncError("rate-limited", "spent")),
          List.of(),
          Optional.empty());

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);
  private final StatusView view = new StatusView(NOON, ZoneOffset.UTC, Ansi.OFF);

  @Test
  void allRepositoriesAreALineEach() {
    view.table(List.of(IDLE, BLOCKED), out);

    assertThat(text)
        .hasToString(
            """
            REPOSITORY          STATE    SYNCED        NOTE
            owner/name          idle     3 min ago
            octo/a-longer-name  blocked  never         step 3 of 12
            """);
  }

  @Test
  void oneRepositoryIsToldWhole() {
    view.detail(IDLE, out);

    assertThat(text)
        .hasToString(
            """
            owner/name: idle, synced
              last sync   3 min ago (11:56)
              next sync   may start now
              contents    issues 10 open, 20 closed; pulls 1 open, 2 closed, 5 merged; 60 comments; 40 commits, 3 branches, 2 tags

              stream                rows  up to             complete          checked for deletions
              issues               1,234  11:45             11:56             -
            """);
  }

  @Test
  void aBlockedOneSaysWhyAndUntilWhen() {
    view.detail(BLOCKED, out);

    assertThat(text)
        .hasToString(
            """
            octo/a-longer-name: blocked, outdated
              last sync   none has succeeded yet
              next sync   after 12:20
              running     step 3 of 12
              last error  rate-limited: spent
            """);
  }

  @Test
  void jsonHasEveryFieldAlways() {
    assertThat(StatusView.json(IDLE))
        .isEqualTo(
            """
            {"repo":"owner/name","state":"idle","repoStatus":"SYNCED","canSyncNow":true,\
            "cooldownMs":0,"blockedUntil":null,"activeJobProgress":null,\
            "lastSyncedAt":"2026-01-05T11:56:40Z","lastSyncError":null,\
            "streams":[{"name":"issues","since":"2026-01-05T11:45:00Z",\
            "completedAt":"2026-01-05T11:56:40Z","lastReconciledAt":null,"rows":1234,"due":0}],\
            "counts":{"openIssues":10,"closedIssues":20,"openPulls":1,"closedPulls":2,\
            "mergedPulls":5,"branches":3,"tags":2,"commits":40,"comments":60,"discussions":7},"host":"github.com"}""");
    assertThat(StatusView.json(BLOCKED))
        .contains("\"activeJobProgress\":{\"current\":3,\"total\":12}")
        .contains("\"lastSyncError\":{\"code\":\"rate-limited\",\"message\":\"spent\"}")
        .contains("\"blockedUntil\":\"2026-01-05T12:20:00Z\"")
        .contains("\"counts\":null");
  }

  @Test
  void severalAreAnArray() {
    assertThat(StatusView.json(List.of())).isEqualTo("[]");
    assertThat(StatusView.json(List.of(IDLE, BLOCKED))).startsWith("[{").contains("},{");
  }
}
