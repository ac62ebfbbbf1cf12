package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.Verification.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
  private static final Failure SPENT =
      Failure.of(FailureCode.RATE_LIMITED, "the hourly limit is spent");

  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  private void found(Stream... streams) {
    cli.services.verification =
        Result.ok(new Verification(new RepoName("octo", "tiny"), List.of(streams)));
  }

  private static Stream compared(String name, long items, String... differences) {
    return new Stream(
        name, items, differences.length, List.of(differences), Optional.empty(), Optional.empty());
  }

  private static Stream notCompared(String name, long items) {
    return new Stream(name, items, 0, List.of(), Optional.empty(), Optional.of(SPENT));
  }

  @Test
  void whatIsEqualIsZeroAndSilentWithQuiet() {
    found(
        compared("labels", 7),
        new Stream(
            "issues", 0, 0, List.of(), Optional.of("issues are switched off"), Optional.empty()));

    assertThat(cli.run("verify", "octo/tiny"))
        .isEqualTo(
            new Run(
                0,
                """
                octo/tiny: equal
                  labels          7 compared
                  issues          0 compared; issues are switched off
                """,
                ""));
    assertThat(cli.run("verify", "octo/tiny", "-q")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void differencesAreNamedAndExitWithThree() {
    found(compared("issues", 1234, "issue 12: title, labels differ"));

    assertThat(cli.run("verify", "octo/tiny"))
        .isEqualTo(
            new Run(
                3,
                """
                octo/tiny: 1 difference
                  issues          1,234 compared
                    issue 12: title, labels differ
                """,
                ""));
    assertThat(cli.run("verify", "octo/tiny", "-q"))
        .isEqualTo(
            new Run(
                3,
                "",
                """
                ghsync: octo/tiny: 1 difference
                ghsync: issue 12: title, labels differ
                """));
  }

  @Test
  void whatWasNotComparedIsSaidAndItsFailureIsTheExitCode() {
    found(compared("labels", 7), notCompared("issues", 100), notCompared("reviews", 0));

    assertThat(cli.run("verify", "octo/tiny"))
        .isEqualTo(
            new Run(
                6,
                """
                octo/tiny: 2 of 3 streams not compared
                  labels          7 compared
                  issues          100 compared, the rest not compared: rate-limited: the hourly limit is spent
                  reviews         not compared: rate-limited, as above
                """,
                ""));
    assertThat(cli.run("verify", "octo/tiny", "-q"))
        .isEqualTo(
            new Run(
                6,
                "",
                """
                ghsync: octo/tiny: 2 of 3 streams not compared
                ghsync: issues not compared: rate-limited: the hourly limit is spent
                ghsync: reviews not compared: rate-limited, as above
                """));
  }

  @Test
  void aDifferenceCountsMoreThanWhatWasNotCompared() {
    found(compared("labels", 7, "label 1: color differs"), notCompared("issues", 0));

    Run run = cli.run("verify", "octo/tiny");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).startsWith("octo/tiny: 1 difference, 1 of 2 streams not compared\n");
  }

  @Test
  void ofManyDifferencesTheNumberIsSaid() {
    found(
        new Stream(
            "labels", 0, 1200, List.of("label 1: differs"), Optional.empty(), Optional.empty()));

    assertThat(cli.run("verify", "octo/tiny").out())
        .startsWith("octo/tiny: 1,200 differences\n")
        .endsWith("    label 1: differs\n    and 1,199 more in labels\n");
  }

  @Test
  void jsonHasEveryStream() {
    found(compared("issues", 1234, "x"), notCompared("reviews", 0));

    assertThat(cli.run("verify", "octo/tiny", "--json").out())
        .isEqualTo(
            """
            {"repo":"octo/tiny","equal":false,\
            "failure":{"code":"rate-limited","message":"the hourly limit is spent"},\
            "streams":[{"name":"issues","compared":1234,"skipped":null,"notCompared":null,\
            "differing":1,"differences":["x"]},\
            {"name":"reviews","compared":0,"skipped":"the hourly limit is spent","notCompared":\
            {"code":"rate-limited","message":"the hourly limit is spent"},\
            "differing":0,"differences":[]}]}
            """);
  }

  @Test
  void aDatabaseThatCannotBeReadIsAFailure() {
    cli.services.verification = Result.failed(FailureCode.STORAGE, "damaged");

    assertThat(cli.run("verify", "octo/tiny"))
        .isEqualTo(new Run(1, "", "ghsync: storage: damaged\n"));
  }
}
