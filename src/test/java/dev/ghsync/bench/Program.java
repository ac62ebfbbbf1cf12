package dev.ghsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs {@code target/ghsync} as a process of its own and measures it. */
final class Program {
  private static final Path FILE = Path.of("target", "ghsync").toAbsolutePath();
  private static final String PEAK = "VmHWM:";

  private final Path folder;
  private final String api;

  /**
   * Prepares runs against one server.
   *
   * @param folder its home
   */
  Program(Path folder, String api) {
    assertThat(FILE).as("build it first: mvn -DskipTests package").exists();
    this.folder = folder;
    this.api = api;
  }

  /**
   * A run that has ended with exit code 0.
   *
   * @param millis the time from its start to its end
   * @param peak the most memory that it had, in bytes; 0 where the system does not tell
   */
  record Run(long millis, long peak) {
    String megabytes() {
      return peak == 0 ? "unknown" : String.format(Locale.ROOT, "%d MB", peak >> 20);
    }
  }

  /** Syncs {@code octo/world}. */
  Run sync(Path db, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(FILE.toString(), "repo", "octo/world", "--db", db.toString()));
    command.addAll(List.of("--api-url", api, "--no-report", "--force", "-q"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GHSYNC_TOKEN", "ghp_one");
    builder.environment().put("HOME", folder.toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("out.txt").toFile());
    long began = System.nanoTime();
    Process process = builder.start();
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    long peak = 0;
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(status));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("out.txt"))).isZero();
    return new Run(millis, peak);
  }

  private static long peak(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // the process has just ended, or the system has no such file
    }
  }
}
