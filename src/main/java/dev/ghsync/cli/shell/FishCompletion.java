package dev.ghsync.cli.shell;

import dev.ghsync.cli.shell.CommandModel.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The script for fish: one {@code complete} command for each command, option and parameter. */
final class FishCompletion {
  private FishCompletion() {}

  /** Fills the commands into the script's template. */
  static String fill(String template, CommandModel program) {
    String valued =
        program
            .all()
            .flatMap(command -> command.options().stream())
            .filter(option -> option.value().isTaken())
            .flatMap(option -> option.names().stream())
            .distinct()
            .collect(Collectors.joining(" "));
    String commands =
        program.all().skip(1).map(c -> quoted(c.path())).collect(Collectors.joining(" "));
    String completions =
        program.all().flatMap(command -> lines(command).stream()).collect(Collectors.joining("\n"));
    return template
        .replace("@VALUED@", valued)
        .replace("@COMMANDS@", commands)
        .replace("@COMPLETIONS@", completions);
  }

  private static List<String> lines(CommandModel command) {
    String path = "complete -c ghsync -n \"__ghsync_at '%s'".formatted(command.path());
    List<String> lines = new ArrayList<>();
    command
        .commands()
        .forEach(
            c -> lines.add("%s 0\" -a %s -d %s".formatted(path, c.name(), quoted(c.summary()))));
    command.options().forEach(option -> lines.add(path + "\"" + option(option)));
    for (int i = 0; i < command.parameters().size(); i++) {
      CommandModel.Parameter parameter = command.parameters().get(i);
      lines.add(path + (parameter.repeats() ? "" : " " + i) + "\"" + action(parameter.value()));
    }
    return lines;
  }

  private static String option(Option option) {
    StringBuilder line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.value().isTaken()) {
      line.append(option.value().kind() == Value.Kind.FILE ? " -r" : " -x");
    }
    line.append(action(option.value()));
    return line.append(" -d ").append(quoted(option.summary())).toString();
  }

  private static String action(Value value) {
    return switch (value.kind()) {
      case WORDS -> " -a '" + value.joined() + "'";
      case LIST -> " -a '(__fish_append , " + value.joined() + ")'";
      case FILE -> " -F";
      case REPOSITORY -> " -a '(__ghsync_repositories)'";
      case NONE, OPTIONAL, OTHER -> "";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
