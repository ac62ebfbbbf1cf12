package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes in YAML agree with the action and the command line. */
class RecipesTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\((\\w+)\\)");

  @TempDir Path home;

  private final List<String> recipes =
      Page.all().stream().flatMap(page -> page.blocks("yaml").stream()).toList();

  @Test
  void theActionHasTheOutputsThatRecipesUse() throws IOException {
    String action = Files.readString(Path.of(".github/actions/sync/action.yml"));
    String outputs = action.substring(action.indexOf("\noutputs:"), action.indexOf("\nruns:"));
    Pattern output = Pattern.compile("steps\\.mirror\\.outputs\\.(\\w+)");
    List<String> used =
        recipes.stream()
            .flatMap(recipe -> output.matcher(recipe).results().map(use -> use.group(1)))
            .toList();

    assertThat(used).isNotEmpty();
    assertThat(used).allSatisfy(name -> assertThat(outputs).contains("\n  " + name + ":\n"));
  }

  @Test
  void theArgumentsOfTheContainerAreUnderstood() throws IOException {
    Path token = Files.writeString(home.resolve("token"), "t");
    List<String[]> lines =
        Page.named("recipes").found("args: \\[([^\\]]*)\\]").stream()
            .map(line -> line.replace("/token/token", token.toString()))
            .map(line -> line.replaceAll(VARIABLE.pattern(), "0").split(", "))
            .toList();

    assertThat(lines)
        .hasSize(2)
        .allSatisfy(
            args -> assertThat(new CommandLineRunner(home).parse(args).hasSubcommand()).isTrue());
  }

  /** Kubernetes replaces only variables that the container declares. */
  @Test
  void theVariablesOfTheContainerAreDeclared() {
    List<String> used =
        recipes.stream()
            .filter(recipe -> recipe.contains("kind: CronJob"))
            .flatMap(
                recipe ->
                    VARIABLE
                        .matcher(recipe)
                        .results()
                        .filter(use -> !recipe.contains("- name: " + use.group(1) + " "))
                        .map(use -> use.group()))
            .toList();

    assertThat(used).isEmpty();
    assertThat(recipes).anySatisfy(recipe -> assertThat(recipe).containsPattern(VARIABLE));
  }

  @Test
  void theEnvironmentOfTheHelpIsExplained() {
    String help = new CommandLineRunner(home).run("--help").out();
    String environment = help.substring(help.indexOf("\nEnvironment\n"));
    Stream<String> variables =
        Pattern.compile("\\b[A-Z]+_[A-Z_]+\\b").matcher(environment).results().map(v -> v.group());

    assertThat(variables)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            variable ->
                assertThat(Page.named("environment").text()).contains("`" + variable + "`"));
  }
}
