package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.sync.RepoStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  private static RepoStatus status(RepoStatus.State state, long secondsAgo) {
    return new RepoStatus(
        Host.GITHUB,
        new RepoName("octo", "tiny"),
        state,
        RepoStatus.Freshness.SYNCED,
        true,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.of(FakeServices.NOON.minusSeconds(secondsAgo)),
        state == RepoStatus.State.ERROR
            ? Optional.of(new RepoStatus.SyncError("network", "no route"))
            : Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private void has(RepoStatus... statuses) {
    cli.services.statuses = Result.ok(List.of(statuses));
  }

  @Test
  void allRepositoriesAreATableAndAnArray() {
    has(status(RepoStatus.State.IDLE, 60));

    assertThat(cli.run("status").out()).startsWith("REPOSITORY").contains("octo/tiny");
    assertThat(cli.run("status", "--json").out()).startsWith("[{").endsWith("}]\n");
  }

  @Test
  void oneRepositoryIsADetailAndAnObject() {
    has(status(RepoStatus.State.IDLE, 60));

    assertThat(cli.run("status", "octo/tiny").out()).startsWith("octo/tiny: idle, synced\n");
    assertThat(cli.run("status", "octo/tiny", "--json").out()).startsWith("{").endsWith("}\n");
  }

  @Test
  void aNameThatSeveralServersHaveMustBeMadePlain() {
    has(status(RepoStatus.State.IDLE, 60), status(RepoStatus.State.IDLE, 60));

    Run run = cli.run("status", "octo/tiny");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("https://github.com/octo/tiny");
    cli.run("status", "https://git.example.com/octo/tiny");
    assertThat(cli.services.statusHost).contains(new Host("git.example.com"));
  }

  @Test
  void aRepositoryThatIsNotHereWasNeverSynced() {
    Run run = cli.run("status", "octo/other", "--json");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"repo\":\"octo/other\",\"state\":\"never\"");
    assertThat(cli.run("status", "octo/other", "--check", "1h").code()).isEqualTo(1);
  }

  @Test
  void anEmptyDatabaseSaysHowToFillIt() {
    assertThat(cli.run("status").out())
        .isEqualTo(
            "nothing is in /home/me/.local/share/ghsync/ghsync.db; ghsync repo OWNER/NAME fills"
                + " it\n");
    assertThat(cli.run("status", "--json").out()).isEqualTo("[]\n");
    assertThat(cli.run("status", "--check", "1h").code()).isEqualTo(1);
  }

  @Test
  void aCheckIsAboutAgeAndErrors() {
    has(status(RepoStatus.State.IDLE, 3600));
    assertThat(cli.run("status", "--check", "1h", "-q")).isEqualTo(new Run(0, "", ""));
    Run stale = cli.run("status", "--check", "59m", "-q");
    assertThat(stale).isEqualTo(new Run(1, "", "ghsync: octo/tiny: last synced 60 min ago\n"));
    has(status(RepoStatus.State.ERROR, 1));
    assertThat(cli.run("status", "--check", "1h", "-q"))
        .isEqualTo(new Run(1, "", "ghsync: octo/tiny: network: no route\n"));
  }

  @Test
  void aSuccessInTheFutureIsAWrongClockAndNoFreshness() {
    has(status(RepoStatus.State.IDLE, -1));
    assertThat(cli.run("status", "--check", "1h", "-q"))
        .isEqualTo(
            new Run(
                1,
                "",
                "ghsync: octo/tiny: the last success is dated 2026-01-05T12:00:01Z, which is in"
                    + " the future: a clock was wrong; sync it again\n"));
    assertThat(cli.run("status").out()).contains("in the future");
  }

  @Test
  void aDatabaseThatCannotBeReadIsOneLine() {
    cli.services.statuses = Result.failed(FailureCode.STORAGE, "x.db is no database of ghsync");

    assertThat(cli.run("status"))
        .isEqualTo(new Run(1, "", "ghsync: storage: x.db is no database of ghsync\n"));
  }
}
