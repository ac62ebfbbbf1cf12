package dev.ghsync.github.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
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
import org.junit.jupiter.params.provider.ValueSource;

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
    "discussion-labeled, DISCUSSION, 9, 0",
    "star-created, STARS, 0, 0",
    "workflow-dispatch, NOTHING, 0, 0",
  })
  void itsKeysTellWhatAnEventHasTouched(
      String name, WebhookTarget.Kind kind, long number, long id) {
    assertThat(hint(sample(name), Optional.empty()))
        .isEqualTo(
            new WebhookTarget(OptionalLong.of(1), new RepoName("octo", "hello"), kind, number, id));
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
    "repository-edited, public, REPOSITORY",
    "repository-edited, watch, STARS",
    "repository-edited, gollum, WIKI",
    "push-branch, schedule, UNKNOWN",
    "push-branch, workflow_dispatch, UNKNOWN",
    "push-branch, invented_later, UNKNOWN",
  })
  void aGivenNameOfTheEventWins(String name, String event, WebhookTarget.Kind kind) {
    assertThat(hint(sample(name), Optional.of(event)).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"'pages':[], WIKI", "'action':'deleted';'starred_at':null, STARS"})
  void wikiPagesAndStarsAreKnownByTheirKeys(String keys, WebhookTarget.Kind kind)
      throws IOException {
    Path file =
        file("{" + keys.replace('\'', '"').replace(';', ',') + ",\"sender\":{}," + OWN + "}");

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(kind);
  }

  @Test
  void aPushOfOtherRefsIsOfNoKnownKind() throws IOException {
    Path file = file("{\"ref\":\"refs/notes/x\",\"before\":\"0\",\"after\":\"1\"," + OWN + "}");

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(WebhookTarget.Kind.UNKNOWN);
  }

  @Test
  void aKeyWithoutAValueIsNoKey() throws IOException {
    Path file =
        file("{\"issue\":{\"number\":5},\"comment\":null,\"pull_request\":null," + OWN + "}");

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(WebhookTarget.Kind.ISSUE);
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
          {"repository":{"id":1,"full_name":"octo"}}     | octo is not a repository
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'action':'created','alert':{'number':1},'ref':'refs/heads/main','commit_oid':'1'",
        "'action':'created','rule':{}",
        "'action':'enabled'",
        "'action':'completed','check_run':{}",
        "'action':'completed','check_suite':{}",
        "'action':'updated','new_property_values':[],'old_property_values':[]",
        "'action':'created','key':{}",
        "'action':'created','deployment':{},'workflow':null,'workflow_run':null",
        "'action':'requested','environment':'e','event':'push','deployment':{},'pull_requests':[]",
        "'action':'approved','approver':{},'comment':'','reviewers':[],'workflow_run':{}",
        "'action':'created','deployment':{},'deployment_status':{},'check_run':null",
        "'forkee':{}",
        "'action':'added','member':{},'changes':{}",
        "'action':'checks_requested','merge_group':{}",
        "'action':'deleted','hook':{},'hook_id':1",
        "'zen':'','hook':{},'hook_id':1",
        "'action':'published','package':{}",
        "'action':'published','registry_package':{}",
        "'id':1,'build':{}",
        "'action':'created','project':{}",
        "'action':'moved','project_card':{},'changes':{}",
        "'action':'created','project_column':{}",
        "'action':'published','repository_advisory':{}",
        "'action':'created','repository_ruleset':{}",
        "'action':'completed','type':'backfill','secret_types':[]",
        "'changes':{'from':{'security_and_analysis':{}}}",
        "'id':1,'sha':'1','name':'o/h','context':'ci','state':'success','commit':{},'branches':[]",
        "'action':'edited','team':{},'changes':{}",
        "'team':{}",
        "'action':'started'",
        "'action':'queued','workflow_job':{}",
        "'action':'completed','workflow_run':{},'workflow':{}",
        "'action':'on-demand','branch':'main','client_payload':{}",
      })
  void anEventThatTouchesNothingThatIsMirroredIsKnownByItsKeys(String keys) throws IOException {
    Path file = file("{" + keys.replace('\'', '"') + ",\"sender\":{}," + OWN + "}");

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(WebhookTarget.Kind.NOTHING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "sender":{}                                      | REPOSITORY
          "action":"created","comment":{"id":1}            | COMMIT_COMMENTS
          "action":"sub_issue_added","sub_issue":{}        | UNKNOWN
          "action":"done","status":"success"               | UNKNOWN
          "action":"invented","novelty":{}                 | UNKNOWN
          "action":"invented","issue":{"number":1},"key":1 | ISSUE
          """)
  void otherKeysTellOtherEvents(String keys, WebhookTarget.Kind kind) throws IOException {
    assertThat(hint(file("{" + keys + "," + OWN + "}"), Optional.empty()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payload=%7B%22issue%22%3A%7B%22number%22%3A5%2C%22title%22%3A%22%C3%BC+%26%22%7D%2CREST",
        "payload=%7B%0A++%22issue%22:+{\"number\":5,%22body%22%3a%22%26%3d%22},REST&more=1\n",
      })
  void theFormThatGitHubSendsByDefaultIsRead(String form) throws IOException {
    Path file = file(form.replace("REST", OWN.replace("\"", "%22") + "%7D"));

    assertThat(hint(file, Optional.empty()))
        .isEqualTo(
            new WebhookTarget(
                OptionalLong.of(1), new RepoName("octo", "hello"), WebhookTarget.Kind.ISSUE, 5, 0));
  }

  @Test
  void aFormThatIsNotEncodedAsFormsAreIsSaidSo() throws IOException {
    assertThat(failure(file("payload=%7B%2")).message()).contains("form field is not encoded");
    assertThat(failure(file("payload=")).message()).contains("is empty");
  }

  @Test
  void anEventOfNoRepositoryIsSaidToBeOfNone() throws IOException {
    assertThat(failure(sample("installation-created")).message())
        .isEqualTo(
            "the event payload "
                + sample("installation-created")
                + " is not of a repository, but of an organization, an installation or an account;"
                + " nothing was synced");
    assertThat(failure(file("{\"zen\":\"\",\"hook\":{},\"sender\":{}}")).message())
        .contains("is not of a repository");
  }

  @Test
  void aGivenNameThatDoesNotFitIsAFailure() {
    Result<WebhookTarget> read = WebhookPayload.read(sample("push-branch"), Optional.of("issues"));

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

    assertThat(hint(file, Optional.empty()).kind()).isEqualTo(WebhookTarget.Kind.BRANCHES);
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

  private static WebhookTarget hint(Path file, Optional<String> event) {
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
