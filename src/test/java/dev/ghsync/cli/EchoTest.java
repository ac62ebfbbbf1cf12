package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program's output and files, against a server that repeats the token in its answers. */
class EchoTest {
  private static final String TOKEN = "ghp_EchoTest0123456789abcdefghijklmnopqr";
  private static final String BASIC =
      Base64.getEncoder()
          .encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.UTF_8));

  @TempDir Path home;
  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  @BeforeEach
  void setUp() {
    world.issue();
    cli = new CommandLineRunner(home);
    cli.variables.put("GH_TOKEN", TOKEN);
    db = home.resolve("new/data/m.db");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Run sync(String... more) {
    return cli.run(
        Stream.concat(
                Stream.of(
                    "repo",
                    "octo/world",
                    "--db",
                    db.toString(),
                    "--api-url",
                    hub.api().toString(),
                    "--git-url",
                    hub.api() + "/octo/world.git"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    ".*, 401",
    ".*, 403",
    ".*, 404",
    ".*, 418",
    "/labels.*, 400",
    "/labels.*, 403",
    "/issues.*, 422",
    "/graphql, 403"
  })
  void aTokenThatTheServerEchoesIsNeitherPrintedNorStored(String path, int status)
      throws IOException {
    String basic = BASIC.substring(0, BASIC.length() - 2);
    hub.refuse(path, status, "bad header: Bearer " + TOKEN + " or Basic " + basic);
    Path events = home.resolve("events.jsonl");

    Run run = sync("-vv", "--json", "--events", events.toString(), "--timeout", "2s");

    assertThat(run.out() + run.err()).contains("octo/world");
    assertNoSecret(run.out() + run.err());
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertNoSecret(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static void assertNoSecret(String text) {
    assertThat(text).doesNotContain(TOKEN).doesNotContain(BASIC.substring(24, 60));
  }

  @Test
  void theRefusedTokenIsNamedByItsSource() {
    hub.refuse(".*", 401, "Bad credentials");

    Run run = sync("-q");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("bad-credentials", "the token from $GH_TOKEN");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsMadeIsForItsOwnerAlone() throws IOException {
    sync("-q");

    for (String folder : List.of("new", "new/data")) {
      assertThat(mode(home.resolve(folder))).isEqualTo("rwx------");
    }
    try (Stream<Path> files = Files.list(home.resolve("new/data"))) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
