package dev.ghsync.cli;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Cli.run(args, Environment.ofProcess(), new Wiring()));
  }
}
