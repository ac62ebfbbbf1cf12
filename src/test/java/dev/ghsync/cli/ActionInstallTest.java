package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the step of the GitHub Action that downloads a release, with a gh that writes the files. */
@DisabledOnOs(OS.WINDOWS)
class ActionInstallTest {
  /** Makes the archive that the pattern names, and checksums of it and of another system's. */
  private static final String GH =
      """
      #!/bin/sh
      echo "$@" > '%1$s/arguments'
      for word; do
        case $word in
          *.tar.gz) archive=$(echo "$word" | sed 's/[*]/0.1.0/') ;;
        esac
      done
      mkdir -p package/ghsync-0.1.0/bin
      echo program > package/ghsync-0.1.0/bin/ghsync
      tar czf "$archive" -C package ghsync-0.1.0
      rm -r package
      { sha256sum "$archive"; echo "$(printf %%064d 0)  ghsync-0.1.0-other.tar.gz"; } > SHA256SUMS
      %2$s
      """;

  @TempDir Path folder;

  @BeforeEach
  void setUp() throws IOException {
    Files.createDirectory(folder.resolve("bin"));
    Files.createDirectory(folder.resolve("temp dir"));
  }

  private int install(String system, String cpu, String version, String then) throws Exception {
    Path gh = Files.writeString(folder.resolve("bin/gh"), GH.formatted(folder, then));
    assertThat(gh.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", Path.of(".github/actions/sync/install.sh").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    Map<String, String> variables = builder.environment();
    variables.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    variables.put("RUNNER_OS", system);
    variables.put("RUNNER_ARCH", cpu);
    variables.put("RUNNER_TEMP", folder.resolve("temp dir").toString());
    variables.put("RELEASES", "acme/ghsync");
    variables.put("VERSION", version);
    variables.put("GITHUB_PATH", folder.resolve("path").toString());
    return builder.start().waitFor();
  }

  private Path installed() {
    return folder.resolve("temp dir/ghsync/bin");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, X64, linux-x64",
    "Linux, ARM64, linux-arm64",
    "macOS, ARM64, macos-arm64",
    "Windows, X64, windows-x64",
    "Windows, ARM64, windows-x64"
  })
  void eachSystemHasItsPackage(String system, String cpu, String platform) throws Exception {
    assertThat(install(system, cpu, "", "")).isZero();

    assertThat(folder.resolve("arguments"))
        .content()
        .startsWith("release download --repo acme/ghsync --pattern ghsync-*-" + platform + ".tar");
    assertThat(installed().resolve("ghsync")).hasContent("program");
    assertThat(folder.resolve("path")).hasContent(installed().toString());
  }

  @ParameterizedTest
  @CsvSource({"0.1.0", "v0.1.0"})
  void aVersionMayHaveTheLetterOfItsTag(String version) throws Exception {
    assertThat(install("Linux", "X64", version, "")).isZero();

    assertThat(folder.resolve("arguments")).content().startsWith("release download v0.1.0 --repo");
  }

  @Test
  void aSecondUseInAJobInstallsAnew() throws Exception {
    install("Linux", "X64", "", "");

    assertThat(install("Linux", "X64", "", "")).isZero();
  }

  @Test
  void aDamagedDownloadIsNotInstalled() throws Exception {
    assertThat(install("Linux", "X64", "", "echo damage >> \"$archive\"")).isNotZero();

    assertThat(installed()).doesNotExist();
    assertThat(folder.resolve("path")).doesNotExist();
  }
}
