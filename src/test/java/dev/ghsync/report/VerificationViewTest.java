package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.Verification.Stream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerificationViewTest {
  private static final Failure SPENT =
      Failure.of(FailureCode.RATE_LIMITED, "the hourly limit is spent");

  private static VerificationView view(Stream... streams) {
    return new VerificationView(
        new Verification(new RepoName("octo", "tiny"), List.of(streams)), Ansi.OFF);
  }

  private static String printed(VerificationView view) {
    StringWriter text = new StringWriter();
    view.print(new PrintWriter(text));
    return text.toString();
  }

  private static Stream compared(String name, long items, String... differences) {
    return new Stream(
        name, items, differences.length, List.of(differences), Optional.empty(), Optional.empty());
  }

  private static Stream notCompared(String name, long items) {
    return new Stream(name, items, 0, List.of(), Optional.empty(), Optional.of(SPENT));
  }

  @Test
  void equalStreamsAreListedAndHaveNoProblems() {
    VerificationView view =
        view(
            compared("labels", 7),
            new Stream(
                "issues",
                0,
                0,
                List.of(),
                Optional.of("issues are switched off"),
                Optional.empty()));

    assertThat(printed(view))
        .isEqualTo(
            """
            octo/tiny: equal
              labels          7 compared
              issues          0 compared; issues are switched off
            """);
    assertThat(view.problems()).isEmpty();
  }

  @Test
  void differencesAreNamed() {
    VerificationView view = view(compared("issues", 1234, "issue 12: title, labels differ"));

    assertThat(printed(view))
        .isEqualTo(
            """
            octo/tiny: 1 difference
              issues          1,234 compared
                issue 12: title, labels differ
            """);
    assertThat(view.headline()).isEqualTo("octo/tiny: 1 difference");
    assertThat(view.problems()).containsExactly("issue 12: title, labels differ");
  }

  @Test
  void aReasonThatStreamsShareIsGivenOnce() {
    VerificationView view =
        view(compared("labels", 7), notCompared("issues", 100), notCompared("reviews", 0));

    assertThat(printed(view))
        .isEqualTo(
            """
            octo/tiny: 2 of 3 streams not compared
              labels          7 compared
              issues          100 compared, the rest not compared: rate-limited: the hourly limit is spent
              reviews         not compared: rate-limited, as above
            """);
    assertThat(view.problems())
        .containsExactly(
            "issues not compared: rate-limited: the hourly limit is spent",
            "reviews not compared: rate-limited, as above");
  }

  @Test
  void theHeadlineHasBothDifferencesAndStreamsThatWereNotCompared() {
    assertThat(
            view(compared("labels", 7, "label 1: color differs"), notCompared("issues", 0))
                .headline())
        .isEqualTo("octo/tiny: 1 difference, 1 of 2 streams not compared");
  }

  @Test
  void manyDifferencesAreCounted() {
    VerificationView view =
        view(
            new Stream(
                "labels",
                0,
                1200,
                List.of("label 1: differs"),
                Optional.empty(),
                Optional.empty()));

    assertThat(printed(view))
        .startsWith("octo/tiny: 1,200 differences\n")
        .endsWith("    label 1: differs\n    and 1,199 more in labels\n");
  }

  @Test
  void jsonHasEveryStream() {
    assertThat(view(compared("issues", 1234, "x"), notCompared("reviews", 0)).json())
        .isEqualTo(
            """
            {"repo":"octo/tiny","equal":false,\
            "failure":{"code":"rate-limited","message":"the hourly limit is spent"},\
            "streams":[{"name":"issues","compared":1234,"skipped":null,"notCompared":null,\
            "differing":1,"differences":["x"]},\
            {"name":"reviews","compared":0,"skipped":"the hourly limit is spent","notCompared":\
            {"code":"rate-limited","message":"the hourly limit is spent"},\
            "differing":0,"differences":[]}]}""");
  }
}
