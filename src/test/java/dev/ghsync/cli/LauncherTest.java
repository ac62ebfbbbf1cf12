package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with a fake Java that prints its arguments. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has a launcher of its own")
class LauncherTest {
  private static final String ECHO =
      """
      #!/bin/sh
      case "$*" in
        *-version*) echo 'openjdk version "%s" 2026-01-20' >&2 ;;
        *Warmup*) ;;
        *) for argument; do echo "$argument"; done; echo "LC_ALL=$LC_ALL"
           echo "options for every Java: ${JAVA_TOOL_OPTIONS-}${JDK_JAVA_OPTIONS-}${_JAVA_OPTIONS-none}"; exit 42 ;;
      esac
      """;

  @TempDir Path folder;
  private Path program = Path.of("");

  @BeforeEach
  void setUp() throws IOException {
    program = folder.resolve("bin dir/ghsync");
    Files.createDirectories(folder.resolve("bin dir"));
    Files.copy(Path.of("src/main/sh/ghsync.sh"), program);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String java(String home, String version) throws IOException {
    Path java = folder.resolve(home).resolve("bin/java");
    Files.createDirectories(folder.resolve(home).resolve("bin"));
    Files.writeString(java, ECHO.formatted(version));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder.resolve(home).toString();
  }

  private record Run(int code, List<String> out, String err) {}

  private Run run(Map<String, String> variables, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", program.toString()));
    command.addAll(List.of(args));
    return run(variables, command);
  }

  private Run run(Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(variables);
    int code = builder.start().waitFor();
    return new Run(code, Files.readAllLines(out), Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void argumentsAndExitCodeArePassedOn() throws Exception {
    Run run = run(Map.of("JAVA_HOME", java("j", "17.0.1")), "two words", "*", "", "a\"b'c", "$x");

    assertThat(run.code()).isEqualTo(42);
    assertThat(run.out()).containsSequence("two words", "*", "", "a\"b'c", "$x");
    assertThat(run.out()).containsSequence("-jar", program.toString(), "two words");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void missingJavaIsReportedInOneLine() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Run run = run(Map.of("PATH", empty.toString()));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "ghsync: needs Java 17 or newer; there is no java on the PATH, and JAVA_HOME names"
                + " none\n");
  }

  @Test
  void javaThatIsTooOldIsReported() throws Exception {
    String home = java("old", "1.8.0_392");

    Run run = run(Map.of("JAVA_HOME", home));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("ghsync: needs Java 17 or newer; " + home + "/bin/java is Java 8 ");
  }

  @Test
  void javaHomePrecedesThePath() throws Exception {
    String path = java("old", "11.0.2") + "/bin:/usr/bin:/bin";
    String home = java("new", "21");

    assertThat(run(Map.of("PATH", path)).err()).contains("is Java 11");
    assertThat(run(Map.of("PATH", path, "JAVA_HOME", home)).code()).isEqualTo(42);
  }

  @Test
  void ownOptionsForJavaComeLast() throws Exception {
    Run run =
        run(Map.of("JAVA_HOME", java("j", "17.0.1"), "GHSYNC_JAVA_OPTS", "-Xmx1g -Dx=*"), "status");

    assertThat(run.out()).containsSubsequence("-Xmx72m", "-Xmx1g", "-Dx=*", "-jar", "status");
  }

  @Test
  void startDoesNotWaitForTheArchive() throws Exception {
    String home = java("j", "17.0.1");
    Path gate = folder.resolve("gate");
    run(Map.of(), List.of("/usr/bin/mkfifo", gate.toString()));
    Path java = Path.of(home, "bin/java");
    Files.writeString(
        java, Files.readString(java).replace("*Warmup*) ", "*Warmup*) cat '" + gate + "' "));
    ProcessBuilder piped =
        new ProcessBuilder("/bin/sh", "-c", "'" + program + "' status 2>&1 | cat")
            .redirectOutput(folder.resolve("out").toFile());
    piped.environment().remove("CI");
    piped.environment().put("JAVA_HOME", home);
    piped.environment().put("XDG_CACHE_HOME", folder + "/cache");

    Process reader = piped.start();
    try {
      assertThat(reader.waitFor(20, TimeUnit.SECONDS)).isTrue(); // false if it waits for the gate
    } finally {
      Files.writeString(gate, "go on", StandardOpenOption.WRITE);
    }
    assertThat(folder.resolve("out")).content().contains("status");
  }

  @Test
  void java24AndLaterArchiveLinkedClasses() throws Exception {
    assertThat(optionsOfTheLastJava("23.0.2")).contains("-XX:ArchiveClassesAtExit=");
    assertThat(optionsOfTheLastJava("24")).contains("-Xshare:dump", "-XX:+AOTClassLinking");
    assertThat(optionsOfTheLastJava("25.0.1")).contains("-Xshare:dump", "-XX:+AOTClassLinking");
  }

  /** Returns the options of the Java that writes the archive. */
  private String optionsOfTheLastJava(String version) throws Exception {
    String home = java(version, version);
    Path options = folder.resolve(version + "/options");
    run(Map.of(), List.of("/usr/bin/mkfifo", options.toString()));
    Path java = Path.of(home, "bin/java");
    String last = "*ArchiveClassesAtExit*|*Xshare:dump*) echo \"$*\" >'" + options + "' ;;\n  ";
    Files.writeString(java, Files.readString(java).replace("*Warmup*) ", last + "*Warmup*) "));

    run(Map.of("JAVA_HOME", home, "XDG_CACHE_HOME", folder + "/cache-" + version), "status");

    List<String> read = List.of("/usr/bin/timeout", "20", "/bin/cat", options.toString());
    return String.join("\n", run(Map.of(), read).out());
  }

  @Test
  void archiveIsNotWrittenInCi() throws Exception {
    Path caches = folder.resolve("cache/ghsync");
    Map<String, String> variables =
        Map.of("JAVA_HOME", java("j", "17.0.1"), "XDG_CACHE_HOME", folder + "/cache");
    Map<String, String> ci = new HashMap<>(variables);
    ci.put("CI", "true");

    assertThat(run(ci, "status").code()).isEqualTo(42);
    assertThat(caches).doesNotExist();

    run(variables, "status");
    assertThat(caches).isDirectory();
  }

  @Test
  void archiveOfAnEarlierStartIsUsed() throws Exception {
    String home = java("j", "17.0.1");
    Path cache = folder.resolve("cache/ghsync/start-" + key(home + "/bin/java"));
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("classes.jsa"), "archive");

    Run run = run(Map.of("JAVA_HOME", home, "XDG_CACHE_HOME", folder + "/cache"), "status");

    assertThat(run.out())
        .contains("-XX:SharedArchiveFile=" + cache + "/classes.jsa")
        .contains("-Dorg.sqlite.lib.path=" + cache);
  }

  private String key(String java) throws IOException, InterruptedException {
    String list =
        "LC_ALL=C TZ=UTC0 ls -lnL '" + java + "' '" + program + "' | cksum | cut -d' ' -f1";
    return run(Map.of(), List.of("/bin/sh", "-c", list)).out().get(0);
  }

  @Test
  void packageUsesItsOwnJavaAndArchiveAndWritesNoCache() throws Exception {
    java("bin dir/../runtime", "25");
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(lib.resolve("classes.jsa"), "archive");
    Path link = folder.resolve("link");
    Files.createDirectories(folder.resolve("bin"));
    Files.move(program, folder.resolve("bin/ghsync"));
    Files.createSymbolicLink(link, Path.of("bin/ghsync"));
    program = link;

    Run run =
        run(
            Map.of("JAVA_HOME", java("other", "17.0.1"), "XDG_CACHE_HOME", folder + "/cache"),
            "status");

    assertThat(run.code()).isEqualTo(42);
    assertThat(run.out())
        .contains("-XX:SharedArchiveFile=" + lib + "/classes.jsa")
        .contains("-Dorg.sqlite.lib.path=" + lib)
        .containsSequence("-jar", lib + "/ghsync.jar", "status");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void cacheFolderThatCannotBeCreatedIsIgnored() throws Exception {
    String home = java("j", "17.0.1");

    for (String place : List.of("/dev/null", "/proc", "")) {
      Run run = run(Map.of("JAVA_HOME", home, "HOME", place), "status");
      assertThat(run.code()).isEqualTo(42);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).noneMatch(line -> line.contains("SharedArchiveFile"));
    }
  }

  @Test
  void localeWithoutUtf8IsReplaced() throws Exception {
    String home = java("j", "17.0.1");

    assertThat(run(Map.of("JAVA_HOME", home)).out()).contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("JAVA_HOME", home, "LANG", "de_DE")).out()).contains("LC_ALL=C.UTF-8");
  }

  @Test
  void utf8LocaleIsReplacedByOneThatIsInstalled() throws Exception {
    assumeTrue(
        Files.isDirectory(Path.of("/usr/lib/locale/C.utf8"))
            || Files.isDirectory(Path.of("/usr/lib/locale/C.UTF-8")));

    Run run = run(Map.of("JAVA_HOME", java("j", "17.0.1"), "LC_ALL", "xx_YY.UTF-8"));

    assertThat(run.out()).contains("LC_ALL=C.UTF-8");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void optionsForEveryJavaBecomeArgumentsSoThatJavaPrintsNothing() throws Exception {
    Run run =
        run(
            Map.of(
                "JAVA_HOME", java("j", "17.0.1"),
                "JAVA_TOOL_OPTIONS", "-Dtool='a b'",
                "JDK_JAVA_OPTIONS", "  -Djdk=\"x'y\" -Dtwo=* ",
                "GHSYNC_JAVA_OPTS", "-Down=1",
                "_JAVA_OPTIONS", "-Dlast=1"),
            "status");

    assertThat(run.out())
        .containsSubsequence(
            "-Dtool=a b", "-Djdk=x'y", "-Dtwo=*", "-Xmx72m", "-Down=1", "-Dlast=1", "-jar")
        .endsWith("status", "LC_ALL=C.UTF-8", "options for every Java: none");
  }

  @Test
  void collectorAndInitialHeapForEveryJavaDoNotPreventTheStart() throws Exception {
    Map<String, String> variables =
        Map.of(
            "JAVA_HOME", java("j", "17.0.1"),
            "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -Xms1g -XX:InitialHeapSize=1g -XX:MinHeapSize=1g",
            "_JAVA_OPTIONS", "-XX:+UseZGC");

    assertThat(run(variables).out())
        .contains("-XX:+UseZGC", "-Xmx72m")
        .noneMatch(line -> line.matches(".*(SerialGC|G1GC|-Xms|Heap).*"));
  }

  @Test
  void optionsForEveryJavaThatWouldPrintAreLeftOut() throws Exception {
    Map<String, String> variables =
        Map.of(
            "JAVA_HOME", java("j", "17.0.1"),
            "JAVA_TOOL_OPTIONS", "-XX:+PrintGC -XX:StartFlightRecording -showversion",
            "GHSYNC_JAVA_OPTS", "-XX:+PrintFlagsFinal");

    assertThat(run(variables).out())
        .contains("-XX:+PrintFlagsFinal")
        .doesNotContain("-XX:+PrintGC", "-XX:StartFlightRecording", "-showversion");
  }

  @Test
  void serialCollectorIsTheDefault() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", java("j", "17.0.1"))).out()).contains("-XX:+UseSerialGC");
  }
}
