package dev.ghsync.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Repository;
import dev.ghsync.model.item.Review;
import dev.ghsync.model.item.User;
import dev.ghsync.store.Store;
import dev.ghsync.store.StoreOpenTest;
import dev.ghsync.store.sql.RowChanges;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenamesTest {
  private static final Instant T = Instant.parse("2026-01-05T12:00:00Z");
  private static final User ANN = new User(5, "ann", "User");
  private static final User ANN_NOW = new User(5, "ann-b", "User");

  @TempDir Path folder;
  private Path file = Path.of("");
  private Store store;
  private long repo;

  @BeforeEach
  void open() {
    file = folder.resolve("ghsync.db");
    store = Store.open(file);
    repo = store.inTransaction(s -> s.repos().insert(Host.GITHUB, new RepoName("octo", "tiny")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void everythingOf(User user) {
    store.write(
        s -> {
          s.issues().upsert(repo, List.of(issue(1, user, List.of(user))));
          s.upsert(IssueComments.TABLE, repo, List.of(comment(1, user)));
          s.upsert(
              CommitComments.TABLE,
              repo,
              List.of(new CommitComment(1, "a".repeat(40), null, null, user, "b", T, T, "{}")));
          s.upsert(
              Milestones.TABLE,
              repo,
              List.of(new Milestone(1, 1, "t", "open", null, null, user, T, T, null)));
          s.upsert(
              IssueEvents.TABLE,
              repo,
              List.of(new IssueEvent(1, 1L, "closed", user, null, T, "{}")));
          s.pulls().upsertDetailed(repo, List.of(pull(1, user, "ann/fork", 70L)), true);
        });
  }

  private static Issue issue(long number, @Nullable User user, List<User> assignees) {
    return new Issue(
        number, number, false, "t", null, "open", null, user, null, false, null, 0, T, T, null,
        List.of(), assignees, "{}");
  }

  private static IssueComment comment(long id, @Nullable User user) {
    return new IssueComment(id, 1, user, null, "b", T, T, "{}");
  }

  private static Pull pull(long number, @Nullable User mergedBy, String head, @Nullable Long id) {
    return new Pull(
        number,
        number,
        false,
        true,
        T,
        mergedBy,
        "x",
        "a".repeat(40),
        head,
        id,
        "main",
        "b".repeat(40),
        T,
        new Pull.Stats(1, 1, 1, 1),
        List.of(new Pull.Reviewer("ann", null)),
        "{}");
  }

  private String logins() throws Exception {
    return StoreOpenTest.query(
        file,
        """
        SELECT group_concat(login) FROM (
          SELECT user_login AS login FROM issues WHERE number = 1
          UNION ALL SELECT user_login FROM issue_assignees
          UNION ALL SELECT user_login FROM issue_comments WHERE id = 1
          UNION ALL SELECT user_login FROM commit_comments
          UNION ALL SELECT creator_login FROM milestones
          UNION ALL SELECT actor_login FROM issue_events
          UNION ALL SELECT merged_by_login FROM pulls
          UNION ALL SELECT login FROM pull_reviewers
          UNION ALL SELECT substr(head_repo, 1, instr(head_repo, '/') - 1) FROM pulls)
        """);
  }

  private void seen(User... users) {
    List<Review> reviews =
        Stream.of(users)
            .map(user -> new Review(user.id(), 1, user, "COMMENTED", null, null, T, "{}"))
            .toList();
    store.write(s -> s.upsert(Reviews.TABLE, repo, reviews));
  }

  private void forgetIds() throws Exception {
    for (String set :
        List.of(
            "issues SET user_id",
            "issue_assignees SET user_id",
            "issue_comments SET user_id",
            "commit_comments SET user_id",
            "milestones SET creator_id",
            "issue_events SET actor_id",
            "pulls SET merged_by_id")) {
      StoreOpenTest.execute(file, "UPDATE " + set + " = NULL");
    }
  }

  @Test
  void everyRowFollowsAnAccountThatChangesItsLogin() throws Exception {
    everythingOf(ANN);
    seen(ANN_NOW);
    assertThat(logins()).isEqualTo("ann-b,".repeat(9).replaceAll(",$", ""));
    assertThat(StoreOpenTest.query(file, "SELECT login FROM users WHERE id = 5"))
        .isEqualTo("ann-b");
  }

  @Test
  void rowsFromBeforeIdsWereKeptFollowByTheLogin() throws Exception {
    everythingOf(ANN);
    forgetIds();
    seen(ANN_NOW);
    assertThat(logins()).isEqualTo("ann-b,".repeat(9).replaceAll(",$", ""));
    assertThat(StoreOpenTest.query(file, "SELECT user_id FROM issues")).isEqualTo("5");
  }

  @Test
  void anItemThatIsReadAgainGetsTheIdOfItsAccountAndIsNoUpdate() throws Exception {
    everythingOf(ANN);
    forgetIds();
    RowChanges written =
        store.inTransaction(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(1, ANN))));
    assertThat(written).isEqualTo(RowChanges.NOTHING);
    assertThat(StoreOpenTest.query(file, "SELECT user_id FROM issue_comments")).isEqualTo("5");
  }

  @Test
  void aLoginThatAnotherAccountHasTakenOverStaysWithItsRows() throws Exception {
    everythingOf(ANN);
    User heir = new User(9, "ann", "User");
    store.write(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(2, heir))));
    StoreOpenTest.execute(file, "UPDATE issue_comments SET user_id = NULL WHERE id = 2");
    seen(ANN_NOW);
    assertThat(StoreOpenTest.query(file, "SELECT user_login FROM issue_comments WHERE id = 1"))
        .isEqualTo("ann-b");
    assertThat(StoreOpenTest.query(file, "SELECT user_login FROM issue_comments WHERE id = 2"))
        .isEqualTo("ann");
  }

  @Test
  void twoAccountsThatExchangeTheirLoginsAreNotMixedUp() throws Exception {
    User bob = new User(6, "bob", "User");
    store.write(
        s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(1, ANN), comment(2, bob))));
    StoreOpenTest.execute(file, "UPDATE issue_comments SET user_id = NULL");
    seen(new User(5, "bob", "User"), new User(6, "ann", "User"));
    assertThat(StoreOpenTest.query(file, "SELECT user_login FROM issue_comments WHERE id = 1"))
        .isEqualTo("bob");
    assertThat(StoreOpenTest.query(file, "SELECT user_login FROM issue_comments WHERE id = 2"))
        .isEqualTo("ann");
  }

  @Test
  void theSeveralLoginsOfOneAppAreKeptAsTheyCome() throws Exception {
    User inReviews = new User(175728472, "copilot-pull-request-reviewer[bot]", "Bot");
    User inComments = new User(175728472, "Copilot", "Bot");
    store.write(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(1, inReviews))));
    store.write(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(2, inComments))));
    assertThat(StoreOpenTest.query(file, "SELECT user_login FROM issue_comments WHERE id = 1"))
        .isEqualTo(inReviews.login());
  }

  @Test
  void pullsFollowTheirHeadRepositoryWhereItIsMirroredToo() throws Exception {
    StoreOpenTest.execute(
        file,
        "INSERT INTO repos (host, github_id, owner, name, full_name)"
            + " VALUES ('github.com', 70, 'ann', 'fork', 'ann/fork')");
    store.write(
        s ->
            s.pulls()
                .upsertListed(
                    repo, List.of(pull(1, null, "ann/fork", 70L), pull(2, null, "ann/fork", 70L))));
    StoreOpenTest.execute(file, "UPDATE pulls SET head_repo_id = NULL WHERE number = 1");
    store.write(s -> s.pulls().upsertListed(repo, List.of(pull(3, null, "ann/moved", 70L))));
    assertThat(StoreOpenTest.query(file, "SELECT group_concat(head_repo) FROM pulls"))
        .isEqualTo("ann/moved,ann/moved,ann/moved");
  }

  @Test
  void aForkIsNamedByEachOfItsPullRequests() throws Exception {
    store.write(s -> s.pulls().upsertListed(repo, List.of(pull(1, null, "ann/fork", 70L))));
    store.write(s -> s.pulls().upsertListed(repo, List.of(pull(2, null, "bob/fork", 70L))));
    assertThat(StoreOpenTest.query(file, "SELECT group_concat(head_repo) FROM pulls"))
        .isEqualTo("ann/fork,bob/fork");
  }

  @Test
  void pullsFollowTheRepositoryItselfAlsoThoseFromBeforeIdsWereKept() throws Exception {
    RepoName moved = new RepoName("company", "tiny");
    store.write(s -> s.repos().update(repo, repository(new RepoName("octo", "tiny")), T));
    store.write(
        s ->
            s.pulls()
                .upsertListed(
                    repo,
                    List.of(pull(1, null, "octo/tiny", 1L), pull(2, null, "octo/tiny", null))));
    store.write(s -> s.repos().update(repo, repository(moved), T));
    assertThat(StoreOpenTest.query(file, "SELECT group_concat(head_repo) FROM pulls"))
        .isEqualTo("company/tiny,company/tiny");
  }

  private static Repository repository(RepoName name) {
    return new Repository(
        1, name, "main", null, null, null, null, List.of(), null, false, false, false, true, true,
        false, false, false, 0, 0, 0, 0, T, T, T, null);
  }
}
