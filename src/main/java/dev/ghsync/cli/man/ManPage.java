package dev.ghsync.cli.man;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command.
 *
 * @param version the program and its version, such as {@code ghsync 1.0}
 * @param sections keys of help sections that picocli does not know; each begins with its heading
 */
public record ManPage(CommandLine command, String version, List<String> sections) {

  /** Returns the pages of a command and of all below it. */
  public static Stream<ManPage> all(CommandLine program, String version, List<String> sections) {
    return Stream.concat(
        Stream.of(new ManPage(program, version, sections)),
        below(program).flatMap(command -> all(command, version, sections)));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return new LinkedHashSet<>(command.getSubcommands().values())
        .stream().filter(below -> !below.getCommandSpec().usageMessage().hidden());
  }

  /** Returns the name of the page, and of its file without the section: {@code ghsync-repo}. */
  public String name() {
    return name(command);
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** Returns the page in the language of man(7). */
  public String text() {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    Roff page = new Roff();
    page.title(name().toUpperCase(Locale.ROOT), version);
    page.section("Name").text(name() + " - " + decapitalized(summary(command)));
    page.section("Synopsis").bold(help.synopsis(0).strip());
    page.section("Description");
    Stream.of(usage.description()).forEach(page::paragraph);
    commands(page);
    arguments(page, spec);
    sections.stream()
        .map(key -> Optional.ofNullable(command.getHelpSectionMap().get(key)))
        .flatMap(Optional::stream)
        .forEach(section -> verbatim(page, section.render(help).strip().split("\\R", 2)));
    if (!usage.exitCodeList().isEmpty()) {
      page.section("Exit status");
      usage.exitCodeList().forEach(page::item);
    }
    if (usage.footer().length > 0) {
      page.section("Examples").verbatim(String.join("\n", usage.footer()));
    }
    page.section("See also").text(others());
    return page.toString();
  }

  private static String summary(CommandLine command) {
    return command.getCommandSpec().usageMessage().description()[0].replaceAll("[.:].*", "");
  }

  private static String decapitalized(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private void commands(Roff page) {
    if (!command.getSubcommands().isEmpty()) {
      page.section("Commands");
      below(command).forEach(below -> page.item(name(below) + "(1)", summary(below)));
    }
  }

  private static void arguments(Roff page, CommandSpec spec) {
    page.section("Options");
    spec.positionalParameters().forEach(p -> page.item(p.paramLabel(), description(p)));
    spec.options().stream()
        .filter(option -> option.group() == null && !option.hidden())
        .forEach(option -> option(page, option));
    for (ArgGroupSpec group : spec.argGroups()) {
      page.subsection(group.heading().replace("%n", ""));
      group.options().forEach(option -> option(page, option));
    }
  }

  private static void option(Roff page, OptionSpec option) {
    String value =
        option.arity().max() == 0
            ? ""
            : option.arity().min() == 0
                ? "[=" + option.paramLabel() + "]"
                : "=" + option.paramLabel();
    page.item(String.join(", ", option.names()) + value, description(option));
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static void verbatim(Roff page, String... headingAndText) {
    page.section(headingAndText[0]).verbatim(headingAndText[1]);
  }

  private String others() {
    Stream<CommandLine> above = Optional.ofNullable(command.getParent()).stream();
    return Stream.concat(above, below(command))
        .map(other -> name(other) + "(1)")
        .collect(Collectors.joining(", "));
  }
}
