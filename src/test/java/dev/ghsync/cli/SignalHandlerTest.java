package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals to a process of our own. */
@DisabledOnOs(OS.WINDOWS)
class SignalHandlerTest {

  /** Work that ends when it is told to, or never. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] args) {
      CountDownLatch end = new CountDownLatch(args[0].equals("willing") ? 1 : 2);
      SignalHandler.stopping(
          () -> {
            System.out.println("told to stop");
            end.countDown();
          },
          () -> {
            System.out.println("at work");
            await(end);
            System.out.println("in order");
            return true;
          });
    }

    private static void await(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Process start(String kind) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return new ProcessBuilder(
            java, "-XX:TieredStopAtLevel=1", "-cp", classes, Worker.class.getName(), kind)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void signal(Process process, String name) throws Exception {
    String[] kill = {"/bin/sh", "-c", "kill -" + name + " " + process.pid()};
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  private static BufferedReader outputOf(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void aSignalLetsTheWorkEndInOrder() throws Exception {
    Process process = start("willing");
    try (BufferedReader out = outputOf(process)) {
      assertThat(out.readLine()).isEqualTo("at work");
      signal(process, "INT");

      assertThat(out.lines()).containsExactly("told to stop", "in order");
      assertThat(process.waitFor()).isEqualTo(130);
    }
  }

  @Test
  void aSecondSignalEndsTheProcessWithItsOwnCode() throws Exception {
    Process process = start("stubborn");
    try (BufferedReader out = outputOf(process)) {
      assertThat(out.readLine()).isEqualTo("at work");
      signal(process, "INT");
      assertThat(out.readLine()).isEqualTo("told to stop");
      signal(process, "TERM");

      assertThat(process.waitFor()).isEqualTo(143);
    }
  }
}
