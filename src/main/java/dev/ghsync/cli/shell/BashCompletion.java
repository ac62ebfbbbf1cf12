package dev.ghsync.cli.shell;

import dev.ghsync.cli.shell.CommandModel.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The script for bash: tables as {@code case} commands. It runs also in bash 3.2, of macOS. */
final class BashCompletion {
  private BashCompletion() {}

  /** Fills the tables into the script's template. */
  static String fill(String template, CommandModel program) {
    return template
        .replace("@COMMANDS@", each(program, BashCompletion::commands))
        .replace("@OPTIONS@", each(program, BashCompletion::options))
        .replace("@VALUES@", each(program, BashCompletion::values))
        .replace("@PARAMETERS@", each(program, BashCompletion::parameters));
  }

  private static String each(CommandModel program, Function<CommandModel, String> lines) {
    return program
        .all()
        .map(lines)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String commands(CommandModel command) {
    String names =
        command.commands().stream().map(CommandModel::name).collect(Collectors.joining(" "));
    return names.isEmpty() ? "" : "    '%s') echo '%s' ;;".formatted(command.path(), names);
  }

  private static String options(CommandModel command) {
    return "    '%s') echo '%s' ;;"
        .formatted(
            command.path(),
            command.options().stream()
                .flatMap(option -> option.names().stream())
                .collect(Collectors.joining(" ")));
  }

  private static String values(CommandModel command) {
    Map<String, List<Option>> byValue =
        command.options().stream()
            .filter(option -> option.value().isTaken())
            .collect(
                Collectors.groupingBy(
                    option -> words(option.value()), LinkedHashMap::new, Collectors.toList()));
    if (byValue.isEmpty()) {
      return "";
    }
    return byValue.entrySet().stream()
        .map(entry -> "        %s) echo '%s' ;;".formatted(names(entry.getValue()), entry.getKey()))
        .collect(
            Collectors.joining(
                "\n",
                "    '%s')\n      case $2 in\n".formatted(command.path()),
                "\n      esac ;;"));
  }

  private static String names(List<Option> options) {
    return options.stream()
        .flatMap(option -> option.names().stream())
        .collect(Collectors.joining(" | "));
  }

  private static String parameters(CommandModel command) {
    return IntStream.range(0, command.parameters().size())
        .mapToObj(
            i ->
                "    '%s %s) echo '%s' ;;"
                    .formatted(
                        command.path(),
                        command.parameters().get(i).repeats() ? "'*" : i + "'",
                        words(command.parameters().get(i).value())))
        .collect(Collectors.joining("\n"));
  }

  private static String words(Value value) {
    return (value.kind().name().toLowerCase(Locale.ROOT) + " " + value.joined()).strip();
  }
}
