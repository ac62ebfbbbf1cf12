package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.sync.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  private void found(String... differences) {
    cli.services.verification =
        Result.ok(
            new Verification(
                new RepoName("octo", "tiny"),
                List.of(
                    new Verification.Stream("issues", 1234, Optional.empty(), List.of(differences)),
                    new Verification.Stream(
                        "reviews", 0, Optional.of("the token lacks it"), List.of()))));
  }

  @Test
  void whatIsEqualIsZero() {
    found();

    assertThat(cli.run("verify", "octo/tiny"))
        .isEqualTo(
            new Run(
                0,
                """
                octo/tiny: equal
                  issues          1,234 compared
                  reviews         not compared: the token lacks it
                """,
                ""));
  }

  @Test
  void differencesAreNamedAndExitWithThree() {
    found("issue 12: not in the database");

    Run run = cli.run("verify", "octo/tiny");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out())
        .startsWith("octo/tiny: 1 difference\n")
        .contains("    issue 12: not in the database\n");
    assertThat(cli.run("verify", "octo/tiny", "-q"))
        .isEqualTo(new Run(3, "", "ghsync: octo/tiny: 1 difference\n"));
  }

  @Test
  void jsonHasEveryStream() {
    found("x");

    assertThat(cli.run("verify", "octo/tiny", "--json").out())
        .isEqualTo(
            """
            {"repo":"octo/tiny","equal":false,"streams":[\
            {"name":"issues","compared":1234,"skipped":null,"differences":["x"]},\
            {"name":"reviews","compared":0,"skipped":"the token lacks it","differences":[]}]}
            """);
  }

  @Test
  void whatCannotBeComparedIsAFailure() {
    cli.services.verification = Result.failed(FailureCode.RATE_LIMITED, "spent");

    assertThat(cli.run("verify", "octo/tiny"))
        .isEqualTo(new Run(6, "", "ghsync: rate-limited: spent\n"));
  }
}
