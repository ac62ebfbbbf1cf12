package dev.ghsync.cli;

import java.time.Clock;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        Cli.run(args, Environment.ofProcess(), new Wiring(Cli.version(), Clock.systemUTC())));
  }
}
