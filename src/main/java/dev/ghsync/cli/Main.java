package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import java.util.Locale;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Messages are English: their numbers have the digits 0 to 9 in every locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(Cli.run(args, new Application(Environment.ofProcess())));
  }
}
