package dev.ghsync.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shells that have a completion script. */
public enum Shell {
  BASH("completion.bash"),
  ZSH("completion.zsh"),
  FISH("completion.fish");

  private final String template;

  Shell(String template) {
    this.template = template;
  }

  /** Returns the script, whose lines end as in Unix. */
  public String script(CommandModel program) {
    String text = read(template);
    return switch (this) {
      case BASH -> BashCompletion.fill(text, program);
      case ZSH -> ZshCompletion.fill(text, program);
      case FISH -> FishCompletion.fill(text, program);
    };
  }

  private static String read(String name) {
    try (InputStream in = Shell.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
