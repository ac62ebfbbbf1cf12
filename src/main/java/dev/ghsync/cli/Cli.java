package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.sync.Fault;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: runs the command that the arguments name and returns its exit code. */
final class Cli {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 110;

  private final Environment env;
  private final CommandLine commands;

  Cli(Application application) {
    env = application.env();
    commands =
        new CommandLine(new RootCommand())
            .addSubcommand(new RepoCommand(application))
            .addSubcommand(new StatusCommand(application))
            .addSubcommand(new VerifyCommand(application))
            .addSubcommand(new ShowCommand(application))
            .addSubcommand(new ExportCommand(application))
            .addSubcommand(new CompactCommand(application))
            .addSubcommand(new CompletionCommand(application))
            .addSubcommand(new HelpCommand())
            .addSubcommand(
                new CommandLine(new AuthCommand())
                    .addSubcommand(new AuthLoginCommand(application))
                    .addSubcommand(new AuthStatusCommand(application))
                    .addSubcommand(new AuthLogoutCommand(application))
                    .addSubcommand(hidden(new HelpCommand())));
    Converters.register(commands, application.streams());
    commands
        .setOut(env.out())
        .setErr(env.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(helpColors()))
        .setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, env.terminal().columns())))
        .setParameterExceptionHandler(this::wrongUsage)
        .setExecutionExceptionHandler(this::failure);
    commands.getCommandSpec().version("ghsync " + application.versionName());
    Help.complete(commands, application.streams());
  }

  private static CommandLine hidden(Object command) {
    CommandLine hidden = new CommandLine(command);
    hidden.getCommandSpec().usageMessage().hidden(true);
    return hidden;
  }

  /** Runs one command line. */
  static int run(String[] args, Application application) {
    Environment env = application.env();
    int code = new Cli(application).commands().execute(args);
    Optional<String> lost = env.out().lost();
    lost.ifPresent(why -> env.complain("standard output could not be written: " + why));
    env.err().flush();
    return lost.isPresent() && code == 0 ? ExitCode.FAILED.number() : code;
  }

  CommandLine commands() {
    return commands;
  }

  private Ansi helpColors() {
    boolean colors =
        env.terminal().out() && env.understandsEscapes() && env.variable("NO_COLOR").isEmpty();
    return colors ? Ansi.ON : Ansi.OFF;
  }

  private int wrongUsage(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    env.complain(e.getMessage() + suggestion(e, args));
    env.err().println("Try '" + command + " --help'.");
    return ExitCode.USAGE.number();
  }

  /** Suggests what the user may have meant. */
  private static String suggestion(ParameterException e, String[] args) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String first = unmatched.getUnmatched().get(0);
    boolean atRoot = unmatched.getCommandLine().getParent() == null;
    if (atRoot && RepoAddress.parse(first).isPresent()) {
      return "; did you mean 'ghsync repo " + String.join(" ", args) + "'?";
    }
    List<String> near = unmatched.getSuggestions();
    return near.isEmpty() ? "" : "; did you mean " + String.join(", or ", near) + "?";
  }

  private int failure(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof UsageError) {
      return wrongUsage(new ParameterException(command, e.getMessage()), new String[0]);
    }
    env.complain(Fault.of(e).message());
    return ExitCode.FAILED.number();
  }
}
