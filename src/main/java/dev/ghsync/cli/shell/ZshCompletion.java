package dev.ghsync.cli.shell;

import dev.ghsync.cli.shell.CommandModel.Option;
import dev.ghsync.cli.shell.CommandModel.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script for zsh: one function a command, which calls {@code _arguments}. */
final class ZshCompletion {
  private ZshCompletion() {}

  /** Fills the functions into the script's template. */
  static String fill(String template, CommandModel program) {
    String functions = program.all().map(ZshCompletion::function).collect(Collectors.joining("\n"));
    String topics =
        program
            .all()
            .filter(command -> !command.commands().isEmpty())
            .map(command -> topics(command, command.path().contains(" ") ? command.name() : "help"))
            .collect(Collectors.joining("\n"));
    return template.replace("@FUNCTIONS@", functions).replace("@TOPICS@", topics);
  }

  private static String topics(CommandModel command, String before) {
    return "    %s) compadd %s ;;"
        .formatted(
            before,
            command.commands().stream().map(CommandModel::name).collect(Collectors.joining(" ")));
  }

  private static String function(CommandModel command) {
    List<String> specs =
        new ArrayList<>(command.options().stream().flatMap(ZshCompletion::specs).toList());
    if (command.commands().isEmpty()) {
      specs.addAll(parameters(command.parameters()));
      return "%s() {\n  _arguments -s -S \\\n%s\n}\n".formatted(name(command), lines(specs));
    }
    specs.add("'1:command:->command'");
    specs.add("'*::argument:->argument'");
    return """
        %s() {
          local context state state_descr line%s
          typeset -A opt_args
          _arguments -C \\
        %s
          case $state in
            command)
              local -a commands=(
        %s)
              _describe -t commands command commands ;;
            argument)
              case $line[1] in
        %s
              esac ;;
          esac
        }
        """
        .formatted(
            name(command),
            command.path().contains(" ") ? "" : " ghsync_program=$words[1]",
            lines(specs),
            command.commands().stream()
                .map(c -> "        '%s:%s'".formatted(c.name(), quoted(c.summary())))
                .collect(Collectors.joining("\n")),
            command.commands().stream()
                .map(c -> "        %s) %s ;;".formatted(c.name(), name(c)))
                .collect(Collectors.joining("\n")));
  }

  private static String lines(List<String> specs) {
    return specs.stream().map(spec -> "    " + spec).collect(Collectors.joining(" \\\n"));
  }

  private static String name(CommandModel command) {
    return "_" + command.path().replace(' ', '_');
  }

  private static Stream<String> specs(Option option) {
    Value value = option.value();
    String tail =
        switch (value.kind()) {
          case NONE -> "";
          case OPTIONAL -> "::value: ";
          case WORDS, LIST, FILE, REPOSITORY, OTHER -> ":value:" + action(value);
        };
    String repeats = value.kind() == Value.Kind.LIST ? "*" : "";
    String summary = "[%s]".formatted(escaped(option.summary()));
    return option.names().stream()
        .map(name -> "'" + repeats + name + (value.isTaken() ? "=" : "") + summary + tail + "'");
  }

  private static List<String> parameters(List<Parameter> parameters) {
    List<String> specs = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      specs.add(
          "'%s:%s:%s'"
              .formatted(
                  parameter.repeats() ? "*" : i + 1,
                  escaped(parameter.label()),
                  parameter.repeats() ? "_ghsync_topics" : action(parameter.value())));
    }
    return specs;
  }

  private static String action(Value value) {
    return switch (value.kind()) {
      case WORDS -> "(" + value.joined() + ")";
      case LIST -> "_values -s , name " + value.joined();
      case FILE -> "_files";
      case REPOSITORY -> "_ghsync_repositories";
      case NONE, OPTIONAL, OTHER -> " ";
    };
  }

  private static String escaped(String text) {
    return quoted(text).replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }
}
