package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters;
import dev.ghsync.cli.shell.CommandModel;
import dev.ghsync.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ghsync completion}: prints the completion script of a shell. */
@Command(
    addMethodSubcommands = false,
    name = "completion",
    sortOptions = false,
    customSynopsis = "ghsync completion bash|zsh|fish",
    description = {
      "Print a script with which a shell completes command lines",
      "It completes commands, options and their values, among them the repositories of the"
          + " database. Packages have installed it already."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  eval \"$(ghsync completion bash)\"     # in ~/.bashrc",
      "  eval \"$(ghsync completion zsh)\"      # in ~/.zshrc, after compinit",
      "  ghsync completion fish > ~/.config/fish/completions/ghsync.fish",
    })
final class CompletionCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      converter = ShellConverter.class,
      description = "bash, zsh or fish")
  private Optional<Shell> shell = Optional.empty();

  @Option(names = "--repositories", hidden = true, description = "For the scripts")
  private boolean repositories;

  @Option(names = "--db", hidden = true, description = "The database of the repositories")
  private Optional<Path> db = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Application application;

  /** Converts the name of a shell. */
  static final class ShellConverter implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String text) {
      return Converters.oneOf(Shell.class, text);
    }
  }

  CompletionCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    if (repositories) {
      Path file = db.orElseGet(application.env()::database);
      application.stored().names(file).forEach(application.env().out()::println);
    } else {
      Shell wanted = shell.orElseThrow(() -> new UsageError("name a shell: bash, zsh or fish"));
      application.env().out().print(script(wanted));
    }
    return ExitCode.OK.number();
  }

  private String script(Shell wanted) {
    return wanted.script(CommandModel.of(spec.parent().commandLine(), application.streams()));
  }
}
