package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.auth.TokenCheck;
import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthCommandTest {
  @TempDir Path home;
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));

  @BeforeEach
  void setUp() throws IOException {
    cli = new CommandLineRunner(home);
    Path db = Files.createFile(home.resolve("m.db"));
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  @Test
  void aPersonIsAskedAndToldWhoseTokenItIs() {
    cli.answer(" ghp_typed ");

    Run run = cli.run("auth", "login");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("The token of octocat is kept in " + home + "/m.db for every repository.\n");
    assertThat(cli.services.usedToken).contains(new Token("ghp_typed"));
    assertThat(cli.services.tokens).containsOnlyKeys("");
  }

  @Test
  void aPipeGivesItsFirstLine() {
    cli.input("ghp_piped\n");

    Run run = cli.run("auth", "login", "--repo", "Octo/Tiny");

    assertThat(run.out()).contains("for Octo/Tiny.");
    assertThat(cli.services.tokens).containsOnlyKeys("octo/tiny");
  }

  @Test
  void aTokenThatGitHubRefusesIsNotKept() {
    cli.input("ghp_wrong\n");
    cli.services.tokenInfo = Result.failed(FailureCode.BAD_CREDENTIALS, "GitHub refuses it");

    Run run = cli.run("auth", "login");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).isEqualTo("ghsync: bad-credentials: GitHub refuses it\n");
    assertThat(cli.services.tokens).isEmpty();
  }

  @Test
  void nothingIsNoToken() {
    Run run = cli.run("auth", "login");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("standard input is empty");
  }

  @Test
  void statusTellsEverythingButTheToken() {
    cli.variables.put("GH_TOKEN", "ghp_secret");
    cli.services.tokenInfo =
        Result.ok(
            new TokenCheck.TokenInfo(
                Optional.of("octocat"),
                Optional.of(List.of("repo", "read:org")),
                List.of(),
                Optional.of(FakeServices.NOON.plusSeconds(86_400)),
                Optional.of(new RateLimit(5000, 4321, FakeServices.NOON.plusSeconds(1800)))));

    Run run = cli.run("auth", "status");

    assertThat(run.out())
        .isEqualTo(
            """
            whose       octocat
            kind        personal access token (classic)
            found in    $GH_TOKEN
            scopes      repo, read:org
            expires     2026-01-06 12:00
            limit       4,321 of 5,000 requests left until 12:30
            """);
    assertThat(cli.run("auth", "status", "--json").out())
        .isEqualTo(
            """
            {"login":"octocat","kind":"personal access token (classic)","source":"$GH_TOKEN",\
            "scopes":["repo","read:org"],"permissions":[],"expiresAt":"2026-01-06T12:00:00Z",\
            "rateLimit":{"limit":5000,"remaining":4321,"resetAt":"2026-01-05T12:30:00Z"}}
            """);
  }

  @Test
  void statusOfAJobsTokenNamesPermissions() {
    cli.variables.put("GITHUB_TOKEN", "ghs_x");
    cli.services.tokenInfo =
        Result.ok(
            new TokenCheck.TokenInfo(
                Optional.empty(),
                Optional.empty(),
                List.of("contents=read"),
                Optional.empty(),
                Optional.empty()));

    assertThat(cli.run("auth", "status").out())
        .contains("installation or Actions token", "permissions contents=read");
  }

  @Test
  void aTokenIsKeptForTheHostThatItIsOf() {
    cli.input("t\n");
    cli.run("auth", "login", "--repo", "https://git.example.com/octo/tiny");
    cli.run("auth", "logout", "--api-url", "https://api.github.com");

    assertThat(cli.services.tokenHosts).startsWith(new Host("git.example.com"));
    assertThat(cli.services.tokens).containsOnlyKeys("octo/tiny");
  }

  @Test
  void statusWithoutATokenIsFour() {
    Run run = cli.run("auth", "status");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).startsWith("ghsync: no-pat: there is no token");
  }

  @Test
  void logoutForgetsAndMayBeRepeated() {
    cli.input("ghp_x\n");
    cli.run("auth", "login");

    assertThat(cli.run("auth", "logout").out())
        .isEqualTo("The token for every repository is forgotten.\n");
    assertThat(cli.run("auth", "logout").out())
        .isEqualTo("There was no token for every repository.\n");
    assertThat(cli.services.tokens).isEmpty();
  }
}
