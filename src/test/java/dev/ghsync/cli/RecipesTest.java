package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
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
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern CACHE_KEY = Pattern.compile("\n +key: (ghsync-|mirror-)(.*)");
  private static final Pattern SAVED_ALWAYS =
      Pattern.compile(
          "actions/cache/save@v\\d\\s+if: always\\(\\)"
              + "|if: always\\(\\).*\\s+uses: actions/cache/save@");
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

  /** A run that failed or stopped early has stored something too, and a cache is never replaced. */
  @Test
  void theActionAndTheRecipeWithoutItSaveTheDatabaseWheneverARunEnds() throws IOException {
    String action = Files.readString(Path.of(".github/actions/sync/action.yml"));
    List<String> all =
        Stream.concat(Stream.of(action), recipes.stream())
            .filter(text -> text.contains("actions/cache"))
            .toList();

    assertThat(all)
        .hasSize(2)
        .allSatisfy(
            text -> {
              List<String> keys =
                  CACHE_KEY.matcher(text).results().map(key -> key.group(2)).toList();
              assertThat(keys).hasSize(2).containsOnly(keys.get(0));
              assertThat(keys.get(0)).endsWith("${{ github.run_id }}-${{ github.run_attempt }}");
              assertThat(text)
                  .containsPattern(SAVED_ALWAYS)
                  .contains("actions/cache/restore@")
                  .doesNotContain("actions/cache@");
            });
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

  @Test
  void configurationsInJsonAreJson() {
    List<String> all = Page.all().stream().flatMap(page -> page.blocks("json").stream()).toList();

    assertThat(all)
        .isNotEmpty()
        .allSatisfy(text -> assertThatCode(() -> JSON.readTree(text)).doesNotThrowAnyException());
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
