package dev.ghsync.sync.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare repository made with the real {@code git}, shielded from the user's settings. */
public final class GitRepo {
  private final Path folder;
  private long seconds = 1_700_000_000;

  private GitRepo(Path folder) {
    this.folder = folder;
  }

  /** One that is there already. */
  public static GitRepo at(Path folder) {
    return new GitRepo(folder);
  }

  public static GitRepo create(Path folder) {
    GitRepo repo = at(folder);
    repo.git("init", "--quiet", "--bare", "--initial-branch=main", folder.toString());
    return repo;
  }

  /**
   * Adds a commit to a branch, a second after the last one.
   *
   * @param changes {@link #after} and {@link #merging}, then {@link #file}, or other lines of
   *     {@code git fast-import}: {@code D path}
   * @return its id
   */
  public String commit(String branch, String... changes) {
    String at = "Ann <ann@example.org> " + seconds++ + " +0200\n";
    String message = "commit at " + seconds;
    String script =
        "commit refs/heads/%s\nauthor %scommitter %sdata %d\n%s\n%s\n"
            .formatted(branch, at, at, message.length(), message, String.join("\n", changes));
    fastImport(script);
    return git("rev-parse", "refs/heads/" + branch).strip();
  }

  /** A line for {@link #commit}: a file with this content. */
  public static String file(String path, String content) {
    return "M 100644 inline %s\ndata %d\n%s"
        .formatted(path, content.getBytes(UTF_8).length, content);
  }

  /** A line for {@link #commit}: its first parent, the tip of a branch. */
  public static String after(String branch) {
    return "from refs/heads/" + branch + "^0";
  }

  /** A line for {@link #commit}: its second parent, the tip of a branch. */
  public static String merging(String branch) {
    return "merge refs/heads/" + branch + "^0";
  }

  /** Makes an annotated tag of anything, and gives its id. */
  public String tag(String name, String target) {
    git(
        "-c",
        "user.name=Tia",
        "-c",
        "user.email=t@example.org",
        "tag",
        "-a",
        "-m",
        "tagged " + name,
        name,
        target);
    return git("rev-parse", "refs/tags/" + name).strip();
  }

  public void fastImport(String script) {
    run(script.getBytes(UTF_8), "fast-import", "--quiet", "--force");
  }

  /** Writes any bytes as an object, also such as git would not make. */
  public String write(String type, byte[] content) {
    byte[] id = run(content, "hash-object", "-w", "--literally", "-t", type, "--stdin");
    return new String(id, UTF_8).strip();
  }

  /** What the server's side of a fetch answers to {@code request}; it may end with an error. */
  public byte[] uploadPack(String protocol, byte[] request, String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-c", "uploadpack.allowFilter=true"));
    command.addAll(List.of("-c", "uploadpack.allowAnySHA1InWant=true"));
    command.addAll(List.of("upload-pack", "--stateless-rpc"));
    command.addAll(List.of(options));
    command.add(folder.toString());
    return start(request, Map.of("GIT_PROTOCOL", protocol), command).output();
  }

  /** Runs git here and gives what it printed. */
  public String git(String... args) {
    return new String(run(new byte[0], args), UTF_8);
  }

  public byte[] run(byte[] input, String... args) {
    Ended git = start(input, Map.of(), List.of(args));
    if (git.code() != 0) {
      throw new IllegalStateException("git " + String.join(" ", args) + " failed");
    }
    return git.output();
  }

  @SuppressWarnings("ArrayRecordComponent") // only read
  private record Ended(int code, byte[] output) {}

  private Ended start(byte[] input, Map<String, String> environment, List<String> args) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "safe.directory=*", "-c", "core.quotePath=false"));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_DIR", folder.toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      Thread writer = new Thread(() -> feed(process, input));
      writer.start();
      byte[] output = process.getInputStream().readAllBytes();
      writer.join();
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // git has ended before it read all; its exit code tells.
    }
  }
}
