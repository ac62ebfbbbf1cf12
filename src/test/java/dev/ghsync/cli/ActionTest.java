package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the step of the GitHub Action that syncs, with a program that writes a given report. */
@DisabledOnOs(OS.WINDOWS)
class ActionTest {
  private static final String REPORT =
      """
      {"outcome":"%s","phases":[{"name":"issues","counts":{"created":%d,"updated":0,"deleted":0}},
       {"name":"wiki","counts":null}]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void setUp() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/jq")), "jq is not installed");
  }

  private int run(int code, String report, String options) throws Exception {
    return run(code, report, options, folder.resolve("program"), Map.of());
  }

  private int run(
      int code, String report, String options, Path program, Map<String, String> variables)
      throws Exception {
    Files.writeString(folder.resolve("given.json"), report);
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$@" > '%1$s/arguments'
        [ ! -s '%1$s/given.json' ] || cp '%1$s/given.json' '%1$s/mirror/report.json'
        exit %2$d
        """
            .formatted(folder, code));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", Path.of(".github/actions/sync/sync.sh").toAbsolutePath().toString())
            .directory(folder.toFile())
            .inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "PROGRAM",
                program.toString(),
                "REPOSITORY",
                "octo/tiny",
                "FOLDER",
                "mirror",
                "OPTIONS",
                options,
                "SUCCESS",
                "0 6 7",
                "GITHUB_OUTPUT",
                folder.resolve("output").toString()));
    builder.environment().putAll(variables);
    return builder.start().waitFor();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  @Test
  void outputsComeFromTheReport() throws Exception {
    assertThat(run(0, REPORT.formatted("updated", 3), "")).isZero();

    assertThat(output()).isEqualTo("outcome=updated\nchanged=true\nreport=mirror/report.json\n");
  }

  @Test
  void onWindowsTheInstalledProgramIsACommandFile() throws Exception {
    Map<String, String> windows =
        Map.of("PROGRAM", "", "RUNNER_OS", "Windows", "PATH", folder + ":" + System.getenv("PATH"));
    String report = REPORT.formatted("updated", 1).replace("\n", "\r\n");

    assertThat(run(0, report, "", folder.resolve("ghsync.cmd"), windows)).isZero();

    assertThat(output()).startsWith("outcome=updated\nchanged=true\n");
  }

  @Test
  void cachesOfOneRepositoryDoNotBeginAsThoseOfAnother() throws IOException {
    String action = Files.readString(Path.of(".github/actions/sync/action.yml"));

    // A restore key is a prefix, and octo/app is one of octo/app-two.
    assertThat(action).contains("restore-keys: ghsync-${{ inputs.repository }}/\n");
    assertThat(action.split("key: ghsync-\\$\\{\\{ inputs.repository }}/\\$")).hasSize(3);
  }

  @Test
  void runWithoutChangesSaysSo() throws Exception {
    assertThat(run(0, REPORT.formatted("unchanged", 0), "")).isZero();

    assertThat(output()).contains("outcome=unchanged\nchanged=false\n");
  }

  @Test
  void optionsAreWordsAndNotPatterns() throws Exception {
    run(0, REPORT.formatted("unchanged", 0), "--only issues\n--db-suffix *");

    assertThat(folder.resolve("arguments"))
        .content()
        .isEqualTo(
            "repo octo/tiny --db mirror/ghsync.db --report mirror/report.json --only issues"
                + " --db-suffix *\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void limitAndLockDoNotFailTheJob(int code) throws Exception {
    assertThat(run(code, REPORT.formatted("blocked", 5), "")).isZero();
    assertThat(output()).contains("outcome=blocked\nchanged=true\n");
  }

  @Test
  void partialRunFailsTheJobAndHasItsOutputs() throws Exception {
    assertThat(run(3, REPORT.formatted("partial", 1), "")).isEqualTo(3);
    assertThat(output()).contains("outcome=partial\nchanged=true\n");
  }

  @Test
  void reportOfAnEarlierRunIsNotTakenForThisOne() throws Exception {
    run(0, REPORT.formatted("updated", 1), "");
    Files.delete(folder.resolve("output"));

    assertThat(run(2, "", "")).isEqualTo(2);
    assertThat(output()).contains("outcome=failed\nchanged=false\n");
  }
}
