package dev.ghsync.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ghsync help}: prints the text of {@code --help}. */
@Command(
    addMethodSubcommands = false,
    name = "help",
    sortOptions = false,
    description = "Show the help of ghsync, or of a command",
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync help",
      "  ghsync help repo",
      "  ghsync help auth login",
    })
final class HelpCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command")
  private List<String> words = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine command = spec.parent().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new UnmatchedArgumentException(command, List.of(word));
      }
      command = next;
    }
    command.usage(command.getOut());
    return ExitCode.OK.number();
  }
}
