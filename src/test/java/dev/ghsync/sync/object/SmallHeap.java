package dev.ghsync.sync.object;

import dev.ghsync.cli.Main;
import dev.ghsync.sync.fake.Bench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the program in a process of its own, with a small heap. */
final class SmallHeap {
  private final Bench bench;
  private final Path home;

  SmallHeap(Bench bench, Path home) {
    this.bench = bench;
    this.home = home;
  }

  /** The output of a run and its exit code. */
  record Run(int code, String output) {}

  Run run(int megabytes, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + megabytes + "m");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GHSYNC_TOKEN", "ghp_one");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("GITHUB_API_URL", bench.hub.api().toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** Syncs the repository. */
  Run sync(int megabytes, Path db, String... options) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("repo", Bench.REPO.toString(), "-q", "--db", db.toString()));
    args.addAll(List.of(options));
    return run(megabytes, args.toArray(String[]::new));
  }
}
