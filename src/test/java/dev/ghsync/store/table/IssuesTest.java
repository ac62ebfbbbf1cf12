package dev.ghsync.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.User;
import dev.ghsync.store.Store;
import dev.ghsync.store.StoreOpenTest;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Counters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuesTest {
  private static final Instant T = Instant.parse("2026-01-05T12:00:00Z");
  private static final User USER = new User(10_000_000_000L, "octo", "User");
  private static final Label BUG = new Label(7, "bug", "ff0000", null, true);

  @TempDir Path folder;
  private Path file;
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

  private Issues.Changes upsert(Issue... issues) {
    return store.inTransaction(s -> s.issues().upsert(repo, List.of(issues)));
  }

  @Test
  void aRepeatedPageIsNoUpdate() {
    assertThat(upsert(issue(1, "open", "a", T)).written().created()).containsExactly(1L);
    assertThat(upsert(issue(1, "open", "a", T)).written().counts()).isEqualTo(Counts.NONE);
    assertThat(upsert(issue(1, "open", "b", T)).written().updated()).containsExactly(1L);
  }

  @Test
  void anIssueTwiceOnAPageIsStoredOnceAsItWasLast() throws Exception {
    upsert(issue(1, "open", "a", T), issue(1, "open", "b", T.plusSeconds(1)));
    assertThat(sql("SELECT group_concat(title) FROM issues")).isEqualTo("b");
  }

  @Test
  void closedAndReopenedIssuesAreReturned() {
    upsert(issue(1, "open", "a", T));
    assertThat(upsert(issue(1, "closed", "a", T.plusSeconds(1))).closed()).containsExactly(1L);
    assertThat(upsert(issue(1, "open", "a", T.plusSeconds(2))).reopened()).containsExactly(1L);
  }

  @Test
  void rawChangesAreStoredAndNoUpdate() throws Exception {
    upsert(issue(1, "open", "a", T));
    Issue reacted = raw(issue(1, "open", "a", T), "{\"reactions\":{\"total_count\":3}}");
    assertThat(upsert(reacted).written().counts()).isEqualTo(Counts.NONE);
    assertThat(sql("SELECT json_extract(raw, '$.reactions.total_count') FROM issues"))
        .isEqualTo("3");
  }

  @Test
  void aSubIssueNamesItsParent() throws Exception {
    Issue child =
        raw(
            issue(1, "open", "a", T),
            "{\"parent_issue_url\":\"https://api.github.com/repos/octo/v2/issues/41\"}");
    upsert(child, raw(issue(2, "open", "b", T), "{}"));
    assertThat(sql("SELECT parent_number FROM issues WHERE number = 1")).isEqualTo("41");
    assertThat(sql("SELECT count(parent_number) FROM issues")).isEqualTo("1");
  }

  @Test
  void bodiesKeepWhatTextHas() throws Exception {
    String odd = "\r\n\0 \ud83d\ude00 " + "x".repeat(65_536);
    upsert(body(issue(1, "open", "a", T), odd), body(issue(2, "open", "a", T), ""));
    upsert(body(issue(3, "open", "a", T), null));
    assertThat(sql("SELECT length(CAST(body AS BLOB)) FROM issues WHERE number = 1"))
        .isEqualTo(String.valueOf(odd.getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
    assertThat(sql("SELECT group_concat(typeof(body)) FROM issues WHERE number > 1"))
        .isEqualTo("text,null");
  }

  @Test
  void aRemovedLabelLeavesItsIssues() throws Exception {
    upsert(issue(1, "open", "a", T));
    assertThat(sql("SELECT count(*) FROM issue_labels")).isEqualTo("1");
    RowChanges written =
        store.inTransaction(s -> s.markOthersDeleted(Labels.TABLE, repo, List.of(), T));
    assertThat(written.deleted()).containsExactly(7L);
    assertThat(sql("SELECT count(*) FROM issue_labels")).isEqualTo("0");
  }

  @Test
  void commentsAreDeletedWithTheirIssue() throws Exception {
    upsert(issue(1, "open", "a", T));
    store.write(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(5, 1))));
    RowChanges deleted =
        store.inTransaction(s -> s.issues().markDeleted(repo, 1, Optional.of("octo/other#9"), T));
    assertThat(deleted.deleted()).containsExactly(1L);
    assertThat(sql("SELECT deleted_at || ' ' || transferred_to FROM issues"))
        .isEqualTo("2026-01-05T12:00:00Z octo/other#9");
    assertThat(sql("SELECT deleted_at FROM issue_comments")).isEqualTo("2026-01-05T12:00:00Z");
    RowChanges again =
        store.inTransaction(s -> s.issues().markDeleted(repo, 1, Optional.empty(), T));
    assertThat(again).isEqualTo(RowChanges.NOTHING);
  }

  @Test
  void aDifferentNumberOfCommentsIsExaminedOnce() {
    upsert(issue(1, "open", "a", T), issue(2, "open", "a", T));
    store.write(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(5, 1), comment(6, 2))));
    store.write(s -> s.issues().setCommentsCount(repo, 1, 1));
    assertThat(unequal()).containsExactly(new Issues.UnequalComments(2, 0, 1));
    store.write(s -> s.issues().commentsChecked(repo, 2));
    assertThat(unequal()).isEmpty();
    upsert(issue(2, "open", "a", T.plusSeconds(1)));
    assertThat(unequal()).hasSize(1);
  }

  @Test
  void countsLeaveOutWhatIsDeleted() {
    upsert(issue(1, "open", "a", T), issue(2, "closed", "a", T), issue(3, "open", "a", T));
    store.write(s -> s.upsert(IssueComments.TABLE, repo, List.of(comment(5, 1), comment(6, 3))));
    store.write(s -> s.issues().markDeleted(repo, 3, Optional.empty(), T));
    assertThat(recount()).isTrue();
    assertThat(recount()).isFalse();
    assertThat(store.read(s -> s.counters().find(repo)).orElseThrow())
        .extracting("openIssues", "closedIssues", "comments")
        .containsExactly(1L, 1L, 1L);
  }

  private List<Issues.UnequalComments> unequal() {
    return store.read(s -> s.issues().listUnequalComments(repo));
  }

  private boolean recount() {
    Counters.Counted counted = store.read(s -> s.counters().count(repo));
    store.write(s -> s.counters().save(repo, counted));
    return counted.changed();
  }

  private String sql(String query) throws Exception {
    return StoreOpenTest.query(file, query);
  }

  private static IssueComment comment(long id, long issue) {
    return new IssueComment(id, issue, USER, "NONE", "hello", T, T, "{}");
  }

  private static Issue issue(long number, String state, String title, Instant updated) {
    return new Issue(
        number,
        100 + number,
        false,
        title,
        "body",
        state,
        null,
        USER,
        "NONE",
        false,
        null,
        0,
        T,
        updated,
        null,
        List.of(BUG),
        List.of(USER),
        "{}");
  }

  private static Issue raw(Issue i, String raw) {
    return copy(i, i.body(), raw);
  }

  private static Issue body(Issue i, @org.jspecify.annotations.Nullable String body) {
    return copy(i, body, i.raw());
  }

  private static Issue copy(Issue i, @org.jspecify.annotations.Nullable String body, String raw) {
    return new Issue(
        i.number(),
        i.id(),
        i.isPull(),
        i.title(),
        body,
        i.state(),
        i.stateReason(),
        i.user(),
        i.authorAssociation(),
        i.locked(),
        i.milestoneNumber(),
        i.commentsCount(),
        i.createdAt(),
        i.updatedAt(),
        i.closedAt(),
        i.labels(),
        i.assignees(),
        raw);
  }
}
