package dev.ghsync.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The shells that have a completion script. */
public enum Shell {
  BASH("completion.bash", BashCompletion::fill),
  ZSH("completion.zsh", ZshCompletion::fill),
  FISH("completion.fish", FishCompletion::fill);

  private final String template;
  private final Function<CommandModel, Filler> filler;

  /** Replaces the marks of a template. */
  @FunctionalInterface
  interface Filler extends Function<String, String> {}

  Shell(String template, Function<CommandModel, Filler> filler) {
    this.template = template;
    this.filler = filler;
  }

  /** Returns the script, whose lines end as in Unix. */
  public String script(CommandModel program) {
    return filler.apply(program).apply(read(template));
  }

  private static String read(String name) {
    try (InputStream in = Shell.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
