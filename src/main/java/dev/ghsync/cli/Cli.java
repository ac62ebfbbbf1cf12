package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.sync.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

  /** The commands by name, in the order of the help. */
  private static final Map<String, Function<Application, Object>> COMMANDS = commandsByName();

  /** Commands that describe the others. */
  private static final Set<String> ABOUT_OTHERS = Set.of("completion", "help");

  /** A command line with all commands. */
  Cli(Application application) {
    this(application, COMMANDS.keySet());
  }

  private Cli(Application application, Set<String> names) {
    env = application.env();
    commands = new CommandLine(new RootCommand());
    names.forEach(
        name ->
            commands.addSubcommand(
                name, Objects.requireNonNull(COMMANDS.get(name)).apply(application)));
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

  private static Map<String, Function<Application, Object>> commandsByName() {
    Map<String, Function<Application, Object>> commands = new LinkedHashMap<>();
    commands.put("repo", RepoCommand::new);
    commands.put("all", AllCommand::new);
    commands.put("status", StatusCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("show", ShowCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("compact", CompactCommand::new);
    commands.put("forget", ForgetCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("help", application -> new HelpCommand());
    commands.put("auth", Cli::auth);
    commands.put("webhook", Cli::webhook);
    return commands;
  }

  private static CommandLine auth(Application application) {
    return new CommandLine(new AuthCommand())
        .addSubcommand(new AuthLoginCommand(application))
        .addSubcommand(new AuthStatusCommand(application))
        .addSubcommand(new AuthLogoutCommand(application))
        .addSubcommand(hidden(new HelpCommand()));
  }

  private static CommandLine webhook(Application application) {
    return new CommandLine(new WebhookCommand())
        .addSubcommand(new WebhookInstallCommand(application))
        .addSubcommand(new WebhookListCommand(application))
        .addSubcommand(new WebhookRemoveCommand(application))
        .addSubcommand(hidden(new HelpCommand()));
  }

  private static CommandLine hidden(Object command) {
    CommandLine hidden = new CommandLine(command);
    hidden.getCommandSpec().usageMessage().hidden(true);
    return hidden;
  }

  /** Runs one command line. */
  static int run(String[] args, Application application) {
    Environment env = application.env();
    int code = new Cli(application, needed(args)).commands().execute(args);
    Optional<String> lost = env.out().lost();
    lost.ifPresent(why -> env.complain("standard output could not be written: " + why));
    env.err().flush();
    return lost.isPresent() && code == 0 ? ExitCode.FAILED.number() : code;
  }

  /** Returns the commands to build. Building all of them takes a tenth of a short run. */
  private static Set<String> needed(String[] args) {
    String first = args.length == 0 ? "" : args[0];
    if (args.length == 1 && Help.VERSION.contains(first)) {
      return Set.of();
    }
    return COMMANDS.containsKey(first) && !ABOUT_OTHERS.contains(first)
        ? Set.of(first)
        : COMMANDS.keySet();
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
    env.complain(message(e) + suggestion(e, args));
    env.err().println("Try '" + command + " --help'.");
    return ExitCode.USAGE.number();
  }

  /** Returns the message; for a word that is no option, without its index, which help changes. */
  private static String message(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
      return String.valueOf(e.getMessage());
    }
    boolean isGroup = !e.getCommandLine().getSubcommands().isEmpty();
    return "%s '%s'"
        .formatted(
            isGroup ? "there is no command" : "unexpected argument",
            unmatched.getUnmatched().get(0));
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
