package dev.ghsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code src/dist/NOTICE} names every library of the program. */
class NoticeTest {
  /** Libraries that only tests use. */
  private static final Pattern OF_TESTS =
      Pattern.compile(
          "(junit|opentest4j|apiguardian|assertj|byte-buddy|mockwebserver3|archunit|surefire|jimfs"
              + "|guava|failureaccess|listenablefuture|checker-qual|error_prone|j2objc|jsr305).*");

  @Test
  void noticeNamesEveryLibrary() throws IOException {
    String notice = Files.readString(Path.of("src/dist/NOTICE"));
    List<String> libraries =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .map(entry -> Path.of(entry).getFileName().toString())
            .filter(name -> name.endsWith(".jar") && !OF_TESTS.matcher(name).matches())
            .map(name -> name.replaceAll("-[0-9].*", ""))
            .toList();

    assertThat(libraries)
        .contains("okhttp-jvm", "sqlite-jdbc")
        .allSatisfy(library -> assertThat(notice).containsPattern("(?m)^" + library + " "));
  }
}
