package dev.ghsync.cli.shell;

import dev.ghsync.sync.StreamList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The parts of a command that can be completed.
 *
 * @param path the command's full name, such as {@code ghsync auth login}
 * @param summary the first line of its description
 */
public record CommandModel(
    String path,
    String summary,
    List<Option> options,
    List<Parameter> parameters,
    List<CommandModel> commands) {

  /** An option, and the value that it takes. */
  record Option(List<String> names, String summary, Value value) {}

  /**
   * A parameter, such as {@code OWNER/NAME}.
   *
   * @param repeats whether more words follow; only those of {@code help} do
   */
  record Parameter(String label, Value value, boolean repeats) {}

  /** Reads picocli's model. Hidden options and commands are left out. */
  public static CommandModel of(CommandLine program, StreamList streams) {
    Values values = new Values(streams, List.copyOf(program.getSubcommands().keySet()));
    return of(program.getCommandSpec(), values);
  }

  private static CommandModel of(CommandSpec spec, Values values) {
    return new CommandModel(
        spec.qualifiedName(),
        first(spec.usageMessage().description()),
        spec.options().stream()
            .filter(option -> !option.hidden())
            .map(option -> option(option, values))
            .toList(),
        spec.positionalParameters().stream()
            .map(p -> new Parameter(p.paramLabel(), values.of(p), p.arity().max() > 1))
            .toList(),
        new LinkedHashSet<>(spec.subcommands().values())
            .stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .map(command -> of(command, values))
                .toList());
  }

  private static Option option(OptionSpec option, Values values) {
    return new Option(List.of(option.names()), first(option.description()), values.of(option));
  }

  /** Returns the beginning of a description, up to the first stop, colon or semicolon. */
  private static String first(String... lines) {
    String text = lines.length == 0 ? "" : lines[0].replace("$$", "$");
    return text.split("; |(?<!-): |\\. |\\.$", 2)[0];
  }

  /** Returns the last word of the path. */
  String name() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  /** Returns this command and all below it. */
  Stream<CommandModel> all() {
    return Stream.concat(Stream.of(this), commands.stream().flatMap(CommandModel::all));
  }
}
