package dev.ghsync.cli;

import dev.ghsync.sync.StreamList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Completes the help pages: examples before exit codes, and the environment last. */
final class Help {
  private static final String ENVIRONMENT = "environment";
  private static final String STREAMS = "streams";

  /** The keys of the sections that picocli does not know. Each begins with its heading. */
  static final List<String> SECTIONS = List.of(STREAMS, ENVIRONMENT);

  /** The names of the option that prints the version. */
  static final List<String> VERSION = List.of("-V", "--version");

  private static final String ENVIRONMENT_TEXT =
      """

      Environment
        GHSYNC_TOKEN, GH_TOKEN, GITHUB_TOKEN   the token; the first that is set
        GHSYNC_DB                              the database
        GITHUB_API_URL                         the REST API
        XDG_DATA_HOME, XDG_CONFIG_HOME         where the database and its key are
        XDG_CACHE_HOME                         what makes it start fast
        JAVA_HOME, GHSYNC_JAVA_OPTS            which Java (17 or newer), its options
        HTTPS_PROXY, HTTP_PROXY, ALL_PROXY     the proxy; NO_PROXY: hosts without it
        GHSYNC_CA_FILE, SSL_CERT_FILE          authorities to trust (PEM)
        NO_COLOR                               no colours
      """;

  private Help() {}

  /** Completes the help of the program and of each command below it. */
  static void complete(CommandLine program, StreamList streams) {
    program
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(VERSION.toArray(String[]::new))
                .versionHelp(true)
                .description("The version of ghsync")
                .build());
    completeEach(program);
    Map<String, CommandLine> commands = program.getSubcommands();
    Optional.ofNullable(commands.get("show"))
        .ifPresent(show -> hide("--json", show.getCommandSpec()));
    Optional.ofNullable(commands.get("repo"))
        .ifPresent(
            repo ->
                repo.getHelpSectionMap()
                    .put(STREAMS, help -> table(streams).replace("\n", System.lineSeparator())));
  }

  /** Leaves a shared option out of the help of a command that refuses it. */
  private static void hide(String name, CommandSpec command) {
    OptionSpec option = Objects.requireNonNull(command.findOption(name));
    command.remove(option);
    command.addOption(OptionSpec.builder(option).hidden(true).build());
  }

  private static String table(StreamList streams) {
    StringBuilder text = new StringBuilder("\nStreams\n");
    streams
        .descriptions()
        .forEach(
            (name, description) ->
                text.append(String.format(Locale.ROOT, "  %-16s %s\n", name, description)));
    return text.toString();
  }

  private static void completeEach(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("This text").build());
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.optionListHeading("%nOptions%n").parameterListHeading("%n").synopsisHeading("Usage: ");
    if (!Set.of("auth", "webhook").contains(command.getCommandName())) {
      usage.exitCodeListHeading("%nExit codes%n").exitCodeList(exitCodes());
    }
    command.setHelpSectionKeys(order());
    command
        .getHelpSectionMap()
        .put(ENVIRONMENT, help -> ENVIRONMENT_TEXT.replace("\n", System.lineSeparator()));
    command.getSubcommands().values().forEach(Help::completeEach);
  }

  private static List<String> order() {
    List<String> keys = new ArrayList<>(new UsageMessageSpec().sectionKeys());
    keys.remove(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING);
    keys.remove(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);
    keys.add(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING);
    keys.add(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), STREAMS);
    keys.add(ENVIRONMENT);
    return keys;
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.number()), code.meaning());
    }
    return codes;
  }
}
