package dev.ghsync.sync.phase;

import static dev.ghsync.sync.phase.Shown.MAIN;
import static dev.ghsync.sync.phase.Shown.TOPIC;
import static dev.ghsync.sync.phase.Shown.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.WebhookPayload;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Hint;
import dev.ghsync.model.Result;
import dev.ghsync.model.Trigger;
import dev.ghsync.store.RepoStates;
import dev.ghsync.store.Repos;
import dev.ghsync.store.Store;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncRun;
import dev.ghsync.sync.SyncSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository that was synced once; then something changes, and a payload tells of it. */
class TouchedPhasesTest {
  private static final Instant SYNCED = Instant.parse("2026-01-05T12:00:00Z");
  private static final Instant LATER = SYNCED.plusSeconds(30);
  private static final String OLD = "2026-01-02T10:00:00Z";
  private static final String NEW = "2026-01-05T12:00:20Z";
  private static final Set<PhaseName> ALL = EnumSet.allOf(PhaseName.class);

  @TempDir Path folder;
  private final SmallHub hub = new SmallHub();
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private Store store;

  @BeforeEach
  void syncOnce() {
    store = Store.open(folder.resolve("ghsync.db"));
    hub.shows("", Shown.repository("hello", "main"));
    hub.shows(
        "/git/matching-refs/heads",
        list(Shown.ref("refs/heads/main", MAIN), Shown.ref("refs/heads/topic", TOPIC)));
    hub.shows("/commits", list(Shown.commit(MAIN), Shown.commit(TOPIC)));
    hub.shows("/labels", list(Shown.label(51, "bug"), Shown.label(52, "wish")));
    hub.shows("/milestones", list(Shown.milestone("1.0")));
    hub.shows("/releases", list(Shown.release(91, "one"), Shown.release(92, "two")));
    hub.shows(
        "/issues", list(Shown.issue(3, "It breaks", OLD, 2), Shown.issueOfPull(4, "Mend it", OLD)));
    hub.shows("/issues/comments", list(Shown.comment(31, 3, "Me too"), Shown.comment(32, 3, "Hm")));
    hub.shows("/pulls", list(Shown.pull(4, "Mend it", OLD)));
    hub.shows("/pulls/comments", list(Shown.reviewComment(41, 4, "Why?")));
    hub.shows("/graphql", Shown.graphql(4, OLD, 71, "COMMENTED"));
    SyncReport report = run(new Phases(), ALL, SYNCED);
    assertThat(report.failure()).isEmpty();
    assertThat(sql("SELECT group_concat(number) FROM issues")).isEqualTo("3,4");
    hub.asked();
  }

  @AfterEach
  void close() {
    store.close();
    hub.close();
  }

  // ------------------------------------------------------------------ issues and their comments

  @Test
  void anEditedIssueIsAskedForAlone() {
    hub.shows("/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    SyncReport report = touched("issues-edited");

    assertThat(hub.asked()).containsExactly("", "/issues/3");
    assertThat(report.requests().charged()).isEqualTo(1);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.changes()).isEqualTo(Map.of("issues", Map.of("updated", List.of(3L))));
    assertThat(sql("SELECT title FROM issues WHERE number = 3")).isEqualTo("It brakes");
  }

  @Test
  void aDeletedIssueIsMarkedWithAllThatBelongsToIt() {
    hub.refuses("/issues/3", 410);

    SyncReport report = touched("issues-deleted");

    assertThat(hub.asked()).containsExactly("", "/issues/3");
    assertThat(report.changes()).isEqualTo(Map.of("issues", Map.of("deleted", List.of(3L))));
    assertThat(sql("SELECT group_concat(number) FROM issues WHERE deleted_at IS NULL"))
        .isEqualTo("4");
    assertThat(sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NULL")).isEqualTo("0");
    assertThat(report.counts().orElseThrow().openIssues()).isZero();
    assertThat(report.counts().orElseThrow().comments()).isZero();
  }

  @Test
  void aTransferredIssueIsMarkedWithWhereItHasGone() {
    hub.movesAway("/issues/3", "/repositories/2/issues/8");

    touched("issues-transferred");

    assertThat(hub.asked()).containsExactly("", "/issues/3");
    assertThat(sql("SELECT transferred_to FROM issues WHERE deleted_at IS NOT NULL"))
        .isEqualTo(hub.url("/repositories/2/issues/8"));
  }

  @Test
  void anIssueThatIsAskedForUnderTheRepositorysOldNameHasNotMovedAway() {
    hub.movesAway("/issues/3", "/repositories/1/issues/3");
    hub.shows("/repositories/1/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    touched("issues-edited");

    assertThat(sql("SELECT title FROM issues WHERE number = 3 AND deleted_at IS NULL"))
        .isEqualTo("It brakes");
  }

  @Test
  void issuesThatAreSwitchedOffAreNotTakenForDeleted() {
    hub.shows("", Shown.repository("hello", "main").replace("es\":true", "es\":false"));
    hub.refuses("/issues/3", 410);

    assertThat(touched("issues-edited").outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(sql("SELECT count(*) FROM issues WHERE deleted_at IS NULL")).isEqualTo("2");
  }

  @Test
  void aDeletedCommentIsMarkedAndItsIssueCountsOneLess() {
    hub.refuses("/issues/comments/31", 404);
    hub.shows("/issues/3", Shown.issue(3, "It breaks", OLD, 1));

    SyncReport report = touched("issue-comment-deleted");

    assertThat(hub.asked()).containsExactlyInAnyOrder("", "/issues/comments/31", "/issues/3");
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes())
        .isEqualTo(
            Map.of(
                "comments", Map.of("deleted", List.of(31L)),
                "issues", Map.of("updated", List.of(3L))));
    assertThat(sql("SELECT comments_count FROM issues WHERE number = 3")).isEqualTo("1");
    assertThat(report.counts().orElseThrow().comments()).isEqualTo(1);
  }

  @Test
  void afterADeletedCommentTheNextWholeRunHasNothingToDo() {
    hub.refuses("/issues/comments/31", 404);
    hub.shows("/issues/3", Shown.issue(3, "It breaks", OLD, 1));
    touched("issue-comment-deleted");
    hub.asked();

    SyncReport report = run(new Phases(), ALL, LATER.plusSeconds(60));

    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(hub.asked()).doesNotContain("/issues/3/comments");
  }

  @Test
  void aCommentThatIsThereAfterAllStays() {
    hub.shows("/issues/comments/31", Shown.comment(31, 3, "Me too"));
    hub.shows("/issues/3", Shown.issue(3, "It breaks", OLD, 2));

    assertThat(touched("issue-comment-deleted").outcome()).isEqualTo(Outcome.UNCHANGED);

    assertThat(sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NULL")).isEqualTo("2");
  }

  // ------------------------------------------------------------------ pull requests

  @Test
  void aPullRequestComesWithItsDetailsAndReviewsInTwoRequests() {
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend all", NEW));
    hub.shows("/graphql", Shown.graphql(4, NEW, 72, "APPROVED"));

    SyncReport report = touched("pull-request-synchronize");

    assertThat(hub.asked()).containsExactly("", "/issues/4", "/graphql");
    assertThat(report.changes().get("reviews"))
        .isEqualTo(Map.of("created", List.of(72L), "deleted", List.of(71L)));
    assertThat(sql("SELECT updated_at FROM pulls")).isEqualTo(NEW);
    assertThat(sql("SELECT title FROM issues WHERE number = 4")).isEqualTo("Mend all");
  }

  @Test
  void aReviewIsAskedForWithItsPullRequest() {
    hub.shows("/graphql", Shown.graphql(4, OLD, 71, "DISMISSED"));

    SyncReport report = touched("pull-request-review-submitted");

    assertThat(hub.asked()).containsExactly("", "/graphql");
    assertThat(report.changes()).isEqualTo(Map.of("reviews", Map.of("updated", List.of(71L))));
  }

  @Test
  void aReviewThatCannotBeHadNowIsDueInTheNextRun() {
    hub.refuses("/graphql", 502);
    hub.refuses("/pulls/4", 502);
    assertThat(touched("pull-request-review-submitted").outcome()).isEqualTo(Outcome.FAILED);
    hub.shows("/graphql", Shown.graphql(4, OLD, 71, "DISMISSED"));

    run(new Phases(), ALL, LATER.plusSeconds(60));

    assertThat(sql("SELECT state FROM reviews")).isEqualTo("DISMISSED");
  }

  @Test
  void anUnknownPullRequestIsReadByRestWhichTellsItsIssueToo() {
    execute("DELETE FROM issues WHERE number = 4");
    execute("DELETE FROM pulls");
    hub.shows("/pulls/4", Shown.pull(4, "Mend it", OLD));
    hub.shows("/pulls/4/reviews", list(Shown.review(71, 4, "APPROVED")));

    touched("pull-request-review-submitted");

    assertThat(hub.asked()).containsExactly("", "/pulls/4", "/pulls/4/reviews");
    assertThat(sql("SELECT title FROM issues WHERE is_pull = 1")).isEqualTo("Mend it");
    assertThat(sql("SELECT commits_count FROM pulls")).isEqualTo("4");
  }

  @Test
  void aDeletedReviewCommentIsMarkedAndItsReviewsAreReadAgain() {
    hub.refuses("/pulls/comments/41", 404);

    SyncReport report = touched("pull-request-review-comment-deleted");

    assertThat(hub.asked()).containsExactly("", "/pulls/comments/41", "/graphql");
    assertThat(report.changes())
        .isEqualTo(Map.of("review-comments", Map.of("deleted", List.of(41L))));
  }

  @Test
  void aPhaseThatTheUserLeavesOutIsNotAskedFor() {
    Set<PhaseName> withoutPulls =
        EnumSet.complementOf(EnumSet.of(PhaseName.PULLS, PhaseName.REVIEWS));
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend all", NEW));

    run(plan("pull-request-synchronize"), withoutPulls, LATER);

    assertThat(hub.asked()).containsExactly("", "/issues/4");
  }

  // ------------------------------------------------------------------ lists

  @Test
  void aPushAsksForTheBranchesAndTheNewCommits() {
    String third = "c".repeat(40);
    hub.shows(
        "/git/matching-refs/heads",
        list(Shown.ref("refs/heads/main", third), Shown.ref("refs/heads/topic", TOPIC)));
    hub.shows("/commits", list(Shown.commit(third)));

    SyncReport report = touched("push-branch");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/heads", "/commits");
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes().get("refs")).isEqualTo(Map.of("moved", List.of("refs/heads/main")));
    assertThat(report.counts().orElseThrow().commits()).isEqualTo(3);
  }

  @Test
  void aPushThatIsKnownAlreadyCostsNothing() {
    SyncReport report = touched("push-branch");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/heads");
    assertThat(report.requests().charged()).isZero();
    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aDeletedBranchGoesAndIsRemembered() {
    hub.shows("/git/matching-refs/heads", list(Shown.ref("refs/heads/main", MAIN)));

    SyncReport report = touched("delete-branch");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/heads");
    assertThat(report.changes())
        .isEqualTo(Map.of("refs", Map.of("deleted", List.of("refs/heads/topic"))));
    assertThat(sql("SELECT group_concat(name) FROM refs")).isEqualTo("refs/heads/main");
    assertThat(sql("SELECT name FROM ref_changes WHERE new_sha IS NULL"))
        .isEqualTo("refs/heads/topic");
    assertThat(report.counts().orElseThrow().branches()).isEqualTo(1);
  }

  @Test
  void aNewTagAsksForTheTags() {
    hub.shows("/git/matching-refs/tags", list(Shown.ref("refs/tags/v2", MAIN)));

    SyncReport report = touched("create-tag");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/tags");
    assertThat(report.counts().orElseThrow().tags()).isEqualTo(1);
  }

  @Test
  void aDeletedReleaseIsMarked() {
    hub.refuses("/releases/91", 404);

    SyncReport report = touched("release-deleted");

    assertThat(hub.asked()).containsExactly("", "/releases/91");
    assertThat(report.changes()).isEqualTo(Map.of("releases", Map.of("deleted", List.of(91L))));
    assertThat(sql("SELECT group_concat(id) FROM releases WHERE deleted_at IS NULL"))
        .isEqualTo("92");
  }

  @Test
  void aDeletedLabelGoesAlsoFromTheIssues() {
    hub.shows("/labels", list(Shown.label(52, "wish")));

    SyncReport report = touched("label-deleted");

    assertThat(hub.asked()).containsExactly("", "/labels");
    assertThat(report.changes()).isEqualTo(Map.of("labels", Map.of("deleted", List.of(51L))));
    assertThat(sql("SELECT count(*) FROM issue_labels")).isEqualTo("0");
  }

  @Test
  void aMilestoneIsReadWithItsList() {
    hub.shows("/milestones", list(Shown.milestone("1.1")));

    touched("milestone-closed");

    assertThat(hub.asked()).containsExactly("", "/milestones");
    assertThat(sql("SELECT title FROM milestones")).isEqualTo("1.1");
  }

  @Test
  void anEditedRepositoryHasItsHeadWhereTheDefaultBranchIs() {
    hub.shows("", Shown.repository("hello", "topic"));

    touched("repository-edited");

    assertThat(hub.asked()).containsExactly("");
    assertThat(sql("SELECT r.name FROM repos p JOIN refs r ON r.id = p.head_ref_id"))
        .isEqualTo("refs/heads/topic");
  }

  @Test
  void aRenamedRepositoryIsFollowed() {
    hub.movesAway("", "/repositories/1");
    hub.shows("/repositories/1", Shown.repository("goodbye", "main"));

    assertThat(touched("repository-renamed").repo().name()).isEqualTo("goodbye");

    assertThat(sql("SELECT full_name FROM repos")).isEqualTo("octo/goodbye");
  }

  // ------------------------------------------------------------------ what a hint is not

  @Test
  void aSuccessOfAPartMovesNoCursorAndPutsNoWholeRunOff() {
    String streams = sql("SELECT group_concat(name || since || completed_at) FROM streams");
    String validators = sql("SELECT group_concat(slot || etag) FROM validators");
    hub.shows("/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    SyncReport report = touched("issues-edited");

    assertThat(sql("SELECT group_concat(name || since || completed_at) FROM streams"))
        .isEqualTo(streams);
    assertThat(sql("SELECT group_concat(slot || etag) FROM validators")).isEqualTo(validators);
    assertThat(state().lastSuccessAt()).contains(SYNCED);
    assertThat(state().lastAttemptAt()).contains(LATER);
    assertThat(state().runningPid()).isEmpty();
    assertThat(sql("SELECT outcome FROM sync_runs WHERE id = " + report.runId().getAsLong()))
        .isEqualTo("updated");
  }

  @Test
  void aSuccessOfAPartDoesNotHideThatTheWholeHasFailed() {
    hub.refuses("/releases", 500);
    assertThat(run(new Phases(), ALL, LATER).outcome()).isEqualTo(Outcome.PARTIAL);
    hub.shows("/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    assertThat(touched("issues-edited").outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(state().errorCode()).contains(FailureCode.SERVER_ERROR.text());
  }

  @Test
  void aFailureOfAPartIsTheRepositorys() {
    hub.refuses("/issues/3", 500);

    SyncReport report = touched("issues-edited");

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(state().errorCode()).contains(FailureCode.SERVER_ERROR.text());
  }

  @Test
  void thePhasesThatWereNotTouchedAreSaidToBeNotAskedFor() {
    SyncReport report = touched("label-deleted");

    assertThat(report.phases()).extracting(PhaseReport::name).containsExactly(PhaseName.values());
    assertThat(report.phases().stream().filter(phase -> !phase.wasNotAskedFor()))
        .extracting(PhaseReport::name)
        .containsExactly(PhaseName.METADATA, PhaseName.LABELS, PhaseName.COUNTS);
  }

  @Test
  void anEventOfAnUnknownKindIsAReasonToReadAll() {
    SyncReport report = touched("discussion-labeled");

    assertThat(hub.asked()).contains("/issues", "/labels", "/releases", "/pulls");
    assertThat(report.requests().charged()).isZero();
    assertThat(warnings).singleElement().asString().contains("everything is synced");
    assertThat(state().lastSuccessAt()).contains(LATER);
  }

  @Test
  void aRepositoryThatWasNeverSyncedIsReadAsAWhole() {
    execute("UPDATE repo_states SET last_success_at = NULL");

    touched("issues-edited");

    assertThat(hub.asked()).contains("/issues", "/labels", "/releases", "/pulls");
    assertThat(warnings)
        .containsExactly(
            "octo/hello was never synced before the event:"
                + " everything is synced, not only what was touched");
    assertThat(state().lastSuccessAt()).contains(LATER);
  }

  // ------------------------------------------------------------------ whose it is

  @Test
  void anEventOfAnotherRepositoryIsRefusedBeforeTheFirstRequest() {
    Result<PhasePlan> plan =
        Plans.of(store, SmallHub.REPO, Optional.of(hint("issues-of-another-repository")));

    assertThat(plan)
        .isEqualTo(
            Result.failed(
                FailureCode.BAD_RESPONSE,
                "the event payload is of octo/other (id 2), not of octo/hello (id 1);"
                    + " nothing was synced"));
    assertThat(hub.asked()).isEmpty();
  }

  @Test
  void anEventOfTheSameNameAndAnotherIdIsAnotherRepositorys() {
    Hint hint = new Hint(OptionalLong.of(9), SmallHub.REPO, Hint.Kind.ISSUE, 3, 0);

    assertThat(Plans.of(store, SmallHub.REPO, Optional.of(hint))).isInstanceOf(Result.Failed.class);
  }

  @Test
  void withoutAnEventEverythingIsRead() {
    assertThat(Plans.of(store, SmallHub.REPO, Optional.empty()))
        .isInstanceOfSatisfying(
            Result.Ok.class, plan -> assertThat(plan.value()).isInstanceOf(Phases.class));
  }

  // ------------------------------------------------------------------ helpers

  private SyncReport touched(String payload) {
    return run(plan(payload), ALL, LATER);
  }

  private PhasePlan plan(String payload) {
    return value(Plans.of(store, SmallHub.REPO, Optional.of(hint(payload))));
  }

  private static Hint hint(String payload) {
    try {
      URI file =
          Objects.requireNonNull(
                  TouchedPhasesTest.class.getResource("/github/payloads/" + payload + ".json"))
              .toURI();
      return value(WebhookPayload.read(Path.of(file), Optional.empty()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T value(Result<T> result) {
    return result.fold(
        value -> value,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private SyncReport run(PhasePlan plan, Set<PhaseName> phases, Instant now) {
    SyncListener listener =
        new SyncListener() {
          @Override
          public void warned(String message) {
            warnings.add(message);
          }
        };
    SyncRun run =
        new SyncRun(
            store,
            SmallHub.REPO,
            settings(phases),
            plan,
            Clock.fixed(now, ZoneOffset.UTC),
            listener,
            report -> "{}");
    return run.run(Result.ok(hub.connector()));
  }

  private SyncSettings settings(Set<PhaseName> phases) {
    return new SyncSettings(
        Trigger.WEBHOOK,
        phases,
        Optional.empty(),
        new SyncSettings.Objects(
            SyncSettings.ObjectsMode.REST,
            URI.create(hub.url("/octo/hello.git")),
            SyncSettings.ContentMode.NONE,
            OptionalLong.empty(),
            1_000_000),
        Optional.empty(),
        new SyncSettings.Limits(
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            4,
            Duration.ofSeconds(10)),
        Duration.ZERO,
        false,
        false,
        false,
        Optional.empty());
  }

  private RepoStates.State state() {
    return store.read(
        s -> s.states().find(s.repos().find(SmallHub.REPO).map(Repos.Known::id).orElseThrow()));
  }

  private String sql(String query) {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ghsync.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void execute(String sql) {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ghsync.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
