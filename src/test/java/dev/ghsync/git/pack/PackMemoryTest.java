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

  /** 10 MB of them are the index of the objects, 8 MB the ids that trees name. */
  @Test
  void threeHundredThousandSmallFilesFitIntoAHeapOf36Megabytes() throws Exception {
    assertThat(read(300_000, "-Xmx36m")).isEqualTo("300000 files, 0 absent\n");
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
