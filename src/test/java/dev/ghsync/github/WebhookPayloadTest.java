package dev.ghsync.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Hint;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookPayloadTest {
  private static final String OWN = "\"repository\":{\"id\":1,\"full_name\":\"octo/hello\"}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "push-branch, BRANCHES, 0, 0",
    "push-branch-deleted, BRANCHES, 0, 0",
    "push-tag, TAGS, 0, 0",
    "create-tag, TAGS, 0, 0",
    "delete-branch, BRANCHES, 0, 0",
    "issues-edited, ISSUE, 3, 0",
    "issues-labeled, ISSUE, 3, 0",
    "issues-deleted, ISSUE, 3, 0",
    "issues-transferred, ISSUE, 3, 0",
    "issue-comment-created, ISSUE_COMMENT, 4, 33",
    "issue-comment-deleted, ISSUE_COMMENT, 3, 31",
    "pull-request-synchronize, PULL, 4, 0",
    "pull-request-labeled, PULL, 4, 0",
    "pull-request-review-submitted, REVIEW, 4, 0",
    "pull-request-review-thread-resolved, REVIEW, 4, 0",
    "pull-request-review-comment-deleted, REVIEW_COMMENT, 4, 41",
    "release-deleted, RELEASE, 0, 91",
    "label-deleted, LABELS, 0, 0",
    "milestone-closed, MILESTONES, 0, 0",
    "repository-edited, REPOSITORY, 0, 0",
    "discussion-labeled, UNKNOWN, 0, 0",
    "star-created, UNKNOWN, 0, 0",
    "workflow-dispatch, UNKNOWN, 0, 0",
  })
  void itsKeysTellWhatAnEventHasTouched(String name, Hint.Kind kind, long number, long id) {
    assertThat(hint(sample(name), Optional.empty()))
        .isEqualTo(new Hint(OptionalLong.of(1), new RepoName("octo", "hello"), kind, number, id));
  }

  @ParameterizedTest
  @CsvSource({
    "push-branch, push, BRANCHES",
    "delete-branch, delete, BRANCHES",
    "issues-labeled, issues, ISSUE",
    "issues-labeled, label, LABELS",
    "pull-request-labeled, pull_request_target, PULL",
    "pull-request-review-comment-deleted, pull_request_review_comment, REVIEW_COMMENT",
    "release-deleted, release, RELEASE",
    "repository-edited, repository, REPOSITORY",
    "repository-edited, watch, UNKNOWN",
    "push-branch, schedule, UNKNOWN",
  })
  void aGivenNameOfTheEventWins(String name, String event, Hint.Kind kind) {
    assertThat(hint(sample(name), Optional.of(event)).kind()).isEqualTo(kind);
  }

  @Test
  void aPushOfOtherRefsIsOfNoKnownKind() throws IOException {
    Path file = file("{\"ref\":\"refs/notes/x\",\"before\":\"0\",\"after\":\"1\"," + OWN + "}");

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(Hint.Kind.UNKNOWN);
  }

  @Test
  void aKeyWithoutAValueIsNoKey() throws IOException {
    Path file =
        file("{\"issue\":{\"number\":5},\"comment\":null,\"pull_request\":null," + OWN + "}");

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(Hint.Kind.ISSUE);
  }

  @Test
  void theRepositoryMayHaveNoId() throws IOException {
    Path file = file("{\"label\":{},\"repository\":{\"full_name\":\"octo/hello\"}}");

    assertThat(hint(file, Optional.empty()).githubId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                             | is empty
          hello                                          | is not JSON
          {"issue":{"number":5                           | ends in the middle
          [1,2]                                          | is not an object
          {"issue":{"number":5}}                         | repository is missing
          {"repository":{"id":1,"full_name":"octo"}}     | octo is no repository
          {"repository":{"id":"1","full_name":"o/h"}}    | repository.id is not a number
          {"repository":"octo/hello"}                    | repository is not an object
          {"issue":{},"repository":{"full_name":"o/h"}}  | issue.number is missing
          {"issue":{"number":5},"comment":{"id":null}}   | comment.id is missing
          {"pull_request":[],"review":{}}                | pull_request is not an object
          """)
  void whatIsNoPayloadIsSaidToBeNone(String text, String complaint) throws IOException {
    Failure failure = failure(file(text));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message()).contains("event.json is not what GitHub sends", complaint);
  }

  @Test
  void anEventOfNoRepositoryIsNoneOfOurs() {
    assertThat(failure(sample("installation-created")).message()).contains("repository is missing");
  }

  @Test
  void aGivenNameThatDoesNotFitIsAFailure() {
    Result<Hint> read = WebhookPayload.read(sample("push-branch"), Optional.of("issues"));

    assertThat(FakeHub.failure(read).message()).contains("issue is missing");
  }

  @Test
  void aFileThatCannotBeReadIsSaidSo() {
    assertThat(failure(folder.resolve("gone.json")).message())
        .isEqualTo("there is no event payload " + folder.resolve("gone.json"));
    assertThat(failure(folder).message()).contains(folder + " cannot be read");
  }

  @Test
  void aLongPushIsReadWithoutKeepingItsCommits() throws IOException {
    Path file = folder.resolve("long.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          "{\"ref\":\"refs/heads/main\",\"before\":\"0\",\"after\":\"1\",\"commits\":["
              .getBytes(StandardCharsets.UTF_8));
      byte[] commit = new byte[10_000];
      Arrays.fill(commit, (byte) 'x');
      for (int i = 0; i < 2_000; i++) {
        out.write('"');
        out.write(commit);
        out.write("\",".getBytes(StandardCharsets.UTF_8));
      }
      out.write(("\"\"]," + OWN + "}").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(Hint.Kind.BRANCHES);
  }

  @Test
  void moreThanGitHubSendsIsNotReadToItsEnd() throws IOException {
    Path file = folder.resolve("endless.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("{\"commits\":[".getBytes(StandardCharsets.UTF_8));
      byte[] zeros = ("\"" + "0".repeat(1_000_000) + "\",").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 27; i++) {
        out.write(zeros);
      }
    }

    assertThat(failure(file).message()).contains("is larger");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("event.json"), text);
  }

  private static Path sample(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  WebhookPayloadTest.class.getResource("/github/payloads/" + name + ".json"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Hint hint(Path file, Optional<String> event) {
    return WebhookPayload.read(file, event)
        .fold(
            hint -> hint,
            failure -> {
              throw new AssertionError(failure);
            });
  }

  private static Failure failure(Path file) {
    return FakeHub.failure(WebhookPayload.read(file, Optional.empty()));
  }
}
