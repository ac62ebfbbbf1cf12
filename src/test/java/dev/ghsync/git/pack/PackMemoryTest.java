package dev.ghsync.git.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much heap a pack takes: each is read by a process of its own. */
class PackMemoryTest {
  @TempDir Path spools;

  @Test
  void whatIsAbsentIsKnownOfAHundredThousandFilesInAHeapOf24Megabytes() throws Exception {
    assertThat(read(100_000, "-Xmx24m")).isEqualTo("100000 files, 0 absent\n");
  }

  /** Their index takes 20 MB, and the ids that trees name would take 15 MB. */
  @Test
  void halfAMillionFilesFitIntoAHeapOf24MegabytesToo() throws Exception {
    assertThat(read(500_000, "-Xmx24m"))
        .isEqualTo("500000 files, too many to say what is absent\n");
  }

  private String read(int files, String heap) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ManySmallFiles.class.getName(),
                String.valueOf(files),
                spools.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
