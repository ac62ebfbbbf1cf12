package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts in the shells that this machine has. A stub names the repositories. */
class CompletionTest {
  /** Command lines, and the end of the word that the cursor's word is completed to. */
  private static final Map<String, String> COMPLETED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ghsync rep", "repo"),
              Map.entry("ghsync auth logi", "login"),
              Map.entry("ghsync help comple", "completion"),
              Map.entry("ghsync help auth logi", "login"),
              Map.entry("ghsync help repo squ", ""),
              Map.entry("ghsync completion z", "zsh"),
              Map.entry("ghsync repo --max-r", "--max-requests"),
              Map.entry("ghsync repo --trigger cr", "cron"),
              Map.entry("ghsync repo --trigger=w", "webhook"),
              Map.entry("ghsync repo --only metadata,ref", "metadata,refs"),
              Map.entry("ghsync export --format b", "bundle"),
              Map.entry("ghsync repo --reconcile nev", "never"),
              Map.entry("ghsync repo nothing", ""),
              Map.entry("ghsync repo squ", "square/okhttp"),
              Map.entry("ghsync repo --wait 1h squ", "square/okhttp"),
              Map.entry("ghsync repo -- squ", "square/okhttp"),
              Map.entry("ghsync repo -q --json squ", "square/okhttp"),
              Map.entry("ghsync repo --db my.db squ", "square/okhttp"),
              Map.entry("ghsync auth login --repo squ", "square/okhttp"),
              Map.entry("ghsync export square/okhttp my", "my.db"),
              Map.entry("ghsync repo --db my", "my.db"),
              Map.entry("ghsync show square/okhttp squ", "")));

  @TempDir Path folder;

  private List<String> complete(String shell, List<String> lines) throws Exception {
    assumeTrue(has(shell), () -> shell + " is not installed");
    Path script = folder.resolve("script");
    Files.writeString(script, new CommandLineRunner(folder).run("completion", shell).out());
    Path stub = Files.createDirectories(folder.resolve("bin")).resolve("ghsync");
    Files.writeString(
        stub,
        "#!/bin/sh\necho \"$@\" >> '%s/calls'\necho square/okhttp\necho octo/tiny\n"
            .formatted(folder));
    Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        new ArrayList<>(
            List.of(
                shell,
                Path.of("src/test/resources/shell/complete." + shell).toAbsolutePath().toString(),
                script.toString()));
    command.addAll(lines);
    Files.createFile(folder.resolve("my.db"));
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().merge("PATH", folder + "/bin", (path, own) -> own + ":" + path);
    assertThat(builder.start().waitFor()).as(() -> read(out)).isZero();
    return Files.readAllLines(out);
  }

  private static boolean has(String shell) {
    return List.of("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
        .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void bashCompletesCommandsOptionsAndValues() throws Exception {
    List<String> found = complete("bash", List.copyOf(COMPLETED.keySet()));

    assertThat(found).zipSatisfy(COMPLETED.values(), CompletionTest::isOnly);
  }

  @Test
  void fishCompletesCommandsOptionsAndValues() throws Exception {
    List<String> found = complete("fish", List.copyOf(COMPLETED.keySet()));

    assertThat(found).zipSatisfy(COMPLETED.values(), CompletionTest::isOnly);
  }

  /** Fish repeats the option before a value; of what cannot be completed nothing is offered. */
  private static void isOnly(String found, String expected) {
    assertThat(found).isIn(expected, "--trigger=" + expected);
  }

  @Test
  void zshCompletesCommandsOptionsAndValues() throws Exception {
    List<String> found = complete("zsh", List.copyOf(COMPLETED.keySet()));

    assertThat(found)
        .zipSatisfy(
            COMPLETED.values(),
            (line, expected) -> assertThat(line.replaceAll("[ ,=]+$", "")).endsWith(expected));
    assertThat(found).contains("ghsync show square/okhttp squ", "ghsync help repo squ");
  }

  @Test
  void repositoriesAreThoseOfTheDatabaseOnTheCommandLine() throws Exception {
    complete("bash", List.of("ghsync repo o", "ghsync repo --db=my.db o"));

    assertThat(folder.resolve("calls"))
        .content()
        .isEqualTo("completion --repositories\ncompletion --repositories --db my.db\n");
  }

  @Test
  void everyOptionOfACommandIsOffered() throws Exception {
    List<String> offered = List.of(complete("bash", List.of("ghsync repo --")).get(0).split(" "));
    String help = new CommandLineRunner(folder).run("repo", "--help").out();

    assertThat(
            Pattern.compile("(?m)^ {2}(?:-\\w, | {4})(--[a-z-]+)")
                .matcher(help)
                .results()
                .map(m -> m.group(1)))
        .hasSizeGreaterThan(25)
        .isSubsetOf(offered);
  }

  @Test
  void namesOfRepositoriesComeFromTheDatabase() {
    CommandLineRunner cli = new CommandLineRunner(folder);

    assertThat(cli.run("completion", "--repositories").out()).isEmpty();
    assertThat(folder).isEmptyDirectory();

    cli.run("repo", "octo/tiny", "-q");
    assertThat(cli.run("completion", "--repositories").out()).isEqualTo("octo/tiny\n");
  }

  @Test
  void shellThatIsNotKnownIsAUsageError() {
    CommandLineRunner cli = new CommandLineRunner(folder);

    assertThat(cli.run("completion", "tcsh").err()).contains("one of bash, zsh, fish");
    assertThat(cli.run("completion").err()).contains("name a shell: bash, zsh or fish");
  }
}
