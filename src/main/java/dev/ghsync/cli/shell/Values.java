package dev.ghsync.cli.shell;

import dev.ghsync.cli.option.Converters.Depth;
import dev.ghsync.cli.option.Converters.Reconcile;
import dev.ghsync.cli.shell.Value.Kind;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;

/**
 * Derives from an option's or a parameter's type what its value may be.
 *
 * @param commands the names of the program's commands
 */
record Values(StreamList streams, List<String> commands) {
  Value of(ArgSpec arg) {
    if (arg.arity().max() == 0) {
      return new Value(Kind.NONE);
    }
    if (arg.isOption() && arg.arity().min() == 0) {
      return new Value(Kind.OPTIONAL);
    }
    Class<?> type = arg.auxiliaryTypes()[0];
    if (type == Path.class) {
      return new Value(Kind.FILE);
    }
    if (type == RepoAddress.class) {
      return new Value(Kind.REPOSITORY);
    }
    List<String> words = words(arg, type);
    if (words.isEmpty()) {
      return new Value(arg.paramLabel().equals("TARGET") ? Kind.FILE : Kind.OTHER);
    }
    return new Value(arg.splitRegex().isEmpty() ? Kind.WORDS : Kind.LIST, words);
  }

  private List<String> words(ArgSpec arg, Class<?> type) {
    if (type == StreamName.class) {
      return streams.names().stream().map(StreamName::text).toList();
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(value -> value.toString().toLowerCase(Locale.ROOT))
          .toList();
    }
    if (type == Depth.class) {
      return List.of("all");
    }
    if (type == Reconcile.class) {
      return List.of("now", "never");
    }
    if (arg.paramLabel().equals("COMMAND")) {
      return commands;
    }
    return List.of();
  }
}
