package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ghsync.cli.env.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFilesTest {
  @TempDir Path share;

  @BeforeEach
  void setUp() throws IOException {
    Environment env = new CommandLineRunner(share).environment();
    PackageFiles.write(new Application(env), share);
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(share.resolve("man/man1"))) {
      return files.sorted().toList();
    }
  }

  private static String text(Path page) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(page))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyCommandHasAPage() throws IOException {
    assertThat(pages())
        .extracting(page -> page.getFileName().toString())
        .contains(
            "ghsync.1.gz", "ghsync-repo.1.gz", "ghsync-auth-login.1.gz", "ghsync-completion.1.gz");
  }

  @Test
  void pageSaysWhatTheHelpSays() throws IOException {
    assertThat(text(share.resolve("man/man1/ghsync-repo.1.gz")))
        .contains(
            "ghsync\\-repo \\- sync one repository now\n",
            ".SH SYNOPSIS\n\\fBghsync repo [OPTION]... OWNER/NAME\\fR\n",
            "\\fB\\-\\-trigger=T\\fR\n",
            "\\fB\\-\\-wait[=MAX]\\fR\n",
            ".SH STREAMS\n",
            ".SH EXIT STATUS\n",
            ".SH ENVIRONMENT\n",
            "Default: $GHSYNC_DB")
        .doesNotContain("$$", "%n", "\u001b", ".SH DESCRIPTION\n.PP");
  }

  @Test
  void pagesHaveNoErrors() throws Exception {
    Path groff = Path.of("/usr/bin/groff");
    assumeTrue(Files.isExecutable(groff), "groff is not installed");
    for (Path page : pages()) {
      Path unpacked = Files.writeString(share.resolve("page"), text(page));
      Process process =
          new ProcessBuilder(
                  groff.toString(),
                  "-man",
                  "-Tutf8",
                  "-wall",
                  "-z",
                  "-rLL=120n",
                  unpacked.toString())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .as(page.toString())
          .isEmpty();
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void completionScriptsAreWhereShellsLookForThem() {
    for (String script :
        List.of(
            "bash-completion/completions/ghsync",
            "zsh/vendor-completions/_ghsync",
            "fish/vendor_completions.d/ghsync.fish")) {
      assertThat(share.resolve(script)).content().startsWith("#").contains("ghsync completion");
    }
  }
}
