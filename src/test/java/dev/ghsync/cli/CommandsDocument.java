package dev.ghsync.cli;

import static java.util.stream.Collectors.joining;

import dev.ghsync.sync.StreamList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The page of all commands and options, from picocli's model. Options that most commands have are
 * described once.
 */
final class CommandsDocument {
  private static final String SHARED = "shared";

  private static final String INTRODUCTION =
      """
      # Commands and options

      This page is generated from the same model as `--help`, and a test compares it with the program. To write
      it again after a change of a command or an option:

          mvn test -Dtest=CommandsDocumentTest -Dcommands.write=true

      [Exit codes](exit-codes.md) and [environment variables](environment.md) have pages of their own.

      A repository is given as `OWNER/NAME`. Any address of it (`https://HOST/OWNER/NAME`, `git@HOST:OWNER/NAME.git`)
      will do too and also selects the server, before `$GITHUB_API_URL`. The API of GitHub Enterprise Server is
      `https://HOST/api/v3`, that of GitHub with data residency `https://api.NAME.ghe.com`.
      """;

  private final StringBuilder text = new StringBuilder(INTRODUCTION);

  private CommandsDocument() {}

  static String of(CommandLine program, StreamList streams) {
    CommandsDocument page = new CommandsDocument();
    List<CommandSpec> commands = below(program).map(CommandLine::getCommandSpec).toList();
    page.contents(commands);
    commands.forEach(page::command);
    page.shared(commands);
    page.streams(streams);
    return page.text.toString();
  }

  /** The commands that do something, those below a group of commands in its place. */
  private static Stream<CommandLine> below(CommandLine group) {
    return new LinkedHashSet<>(group.getSubcommands().values())
        .stream()
            .filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .flatMap(
                command ->
                    command.getSubcommands().isEmpty() ? Stream.of(command) : below(command));
  }

  private void contents(List<CommandSpec> commands) {
    text.append("\n| command | |\n| --- | --- |\n");
    for (CommandSpec command : commands) {
      String anchor = command.qualifiedName("-");
      String summary = summary(command);
      text.append(
          "| [`%s`](#%s) | %s |\n".formatted(command.qualifiedName(" "), anchor, cell(summary)));
    }
    text.append(
        "\nAt the end are the [options that most commands have](#options-of-most-commands) and the"
            + " [streams](#streams).\n");
  }

  private static String summary(CommandSpec command) {
    return command.usageMessage().description()[0];
  }

  private void command(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    CommandLine.Help help = new CommandLine.Help(command, noColors());
    text.append("\n## ").append(command.qualifiedName(" ")).append("\n");
    Stream.of(usage.description())
        .filter(paragraph -> !paragraph.isEmpty())
        .forEach(paragraph -> text.append("\n").append(sentence(plain(paragraph))).append("\n"));
    block("", help.synopsis(0));
    arguments(command);
    if (usage.footer().length > 0) {
      block("sh", String.join("\n", usage.footer()).stripIndent());
    }
  }

  private static CommandLine.Help.ColorScheme noColors() {
    return CommandLine.Help.defaultColorScheme(Ansi.OFF);
  }

  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }

  private void block(String language, String lines) {
    text.append("\n```" + language + "\n").append(lines.strip()).append("\n```\n");
  }

  private void arguments(CommandSpec command) {
    List<OptionSpec> own =
        command.options().stream()
            .filter(option -> option.group() == null && !option.hidden() && !isShared(option))
            .toList();
    if (!command.positionalParameters().isEmpty() || !own.isEmpty()) {
      text.append("\n");
    }
    command
        .positionalParameters()
        .forEach(argument -> item(argument.paramLabel(), description(argument)));
    own.forEach(this::option);
    boolean isAll = command.name().equals("all");
    for (ArgGroupSpec group : command.argGroups()) {
      if (isAll && !group.heading().contains("Which repositories")) {
        continue;
      }
      text.append("\n### ").append(group.heading().replace("%n", "")).append("\n\n");
      group.options().forEach(this::option);
    }
    if (isAll) {
      text.append(
              "\nThe options of [`ghsync repo`](#ghsync-repo) for what to sync, for commits and")
          .append(" file contents, and for when and how much are the same here.\n");
    }
  }

  /** Whether most commands have this option. */
  private static boolean isShared(OptionSpec option) {
    CommandSpec shared = option.command().mixins().get(SHARED);
    return option.longestName().equals("--help")
        || (shared != null && shared.findOption(option.longestName()) != null);
  }

  private void shared(List<CommandSpec> commands) {
    String others =
        commands.stream()
            .filter(command -> !command.mixins().containsKey(SHARED))
            .map(command -> "`" + command.qualifiedName(" ") + "`")
            .collect(joining(" and "));
    text.append("\n## Options of most commands\n\n")
        .append("%s have only `--help`.\n\n".formatted(others));
    CommandSpec repo =
        commands.stream().filter(c -> c.name().equals("repo")).findAny().orElseThrow();
    repo.options().stream().filter(CommandsDocument::isShared).forEach(this::option);
    commands.stream()
        .flatMap(command -> command.options().stream())
        .filter(option -> option.hidden() && isShared(option))
        .forEach(this::exception);
  }

  private void exception(OptionSpec option) {
    String command = option.command().qualifiedName(" ");
    text.append("\n`%s` does not have `%s`.\n".formatted(command, option.longestName()));
  }

  private void streams(StreamList streams) {
    text.append("\n## Streams\n\n")
        .append("A sync reads these streams, each in a phase of its own. The report lists them in")
        .append(" this order.\n\n| stream | |\n| --- | --- |\n");
    streams
        .descriptions()
        .forEach((name, meaning) -> text.append("| `%s` | %s |\n".formatted(name, cell(meaning))));
  }

  private void option(OptionSpec option) {
    String label = option.paramLabel();
    String value =
        option.arity().max() == 0
            ? ""
            : option.arity().min() == 0 ? " [" + label + "]" : " " + label;
    item(String.join(", ", option.names()) + value, description(option));
  }

  private void item(String term, String meaning) {
    text.append("- `").append(term).append("`: ").append(meaning).append("\n");
  }

  private static String description(ArgSpec argument) {
    return Stream.of(argument.description()).map(CommandsDocument::plain).collect(joining(" "));
  }

  private static String plain(String words) {
    return words.replace("$$", "$").replace("*", "\\*");
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }
}
