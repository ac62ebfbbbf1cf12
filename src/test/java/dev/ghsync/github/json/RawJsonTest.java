package dev.ghsync.github.json;

import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Pull;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawJsonTest {
  private static final String USER =
      """
      {"login":"octo","id":1,"node_id":"U_1","avatar_url":"https://a/1","gravatar_id":"",
       "url":"https://api/users/octo","type":"User","site_admin":false}
      """;
  private static final String TIMES =
      "\"created_at\":\"2026-01-05T12:00:00Z\",\"updated_at\":\"2026-01-05T12:00:00Z\"";

  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void addressesNodeIdsAndAllOfAnAccountButItsLoginAreLeftOut() {
    Issue issue =
        issue(
            """
            "url":"https://api/x","repository_url":"https://api/r","node_id":"I_1","user":%s,
            "reactions":{"url":"https://api/x/reactions","total_count":3,"+1":3,"heart":0},
            "pull_request":{"url":"https://api/p","merged_at":null},
            "assignees":[%s],"body":"see https://example.org/x_url","score":1.50
            """
                .formatted(USER, USER));

    assertThat(issue.raw())
        .isEqualTo(
            "{\"id\":1,\"number\":5,\"title\":\"t\",\"state\":\"open\",\"comments\":0,"
                + TIMES
                + ",\"user\":{\"login\":\"octo\"},\"reactions\":{\"total_count\":3,\"+1\":3},"
                + "\"pull_request\":{},\"assignees\":[{\"login\":\"octo\"}],"
                + "\"score\":1.50}");
    assertThat(issue.isPull()).isTrue();
  }

  @Test
  void aTotalOfNoReactionsIsKept() {
    Issue issue = issue("\"reactions\":{\"total_count\":0,\"+1\":0,\"heart\":0}");

    assertThat(issue.raw()).endsWith(",\"reactions\":{\"total_count\":0}}");
  }

  @Test
  void nullsAndTextsWithAColumnAreLeftOut() {
    Issue issue = issue("\"body\":\"long\",\"milestone\":null,\"type\":{\"color\":null,\"id\":3}");

    assertThat(issue.body()).isEqualTo("long");
    assertThat(issue.raw())
        .endsWith(TIMES + ",\"type\":{\"id\":3}}")
        .doesNotContain("body", "milestone");
  }

  @Test
  void embeddedRepositoriesAreLeftOutOfAPullAndStillRead() {
    hub.answer(
        json(
            """
            [{"id":1,"number":5,%s,"_links":{"self":{"href":"https://api"}},
              "head":{"label":"a:b","ref":"b","sha":"c1","user":%s,
                      "repo":{"id":9,"full_name":"fork/hello","owner":%s}},
              "base":{"ref":"main","sha":"c2","repo":{"id":5,"full_name":"octo/hello"}}}]
            """
                .formatted(TIMES, USER, USER)));

    Pull pull =
        fresh(hub.connect().fetch(hub.endpoints().pulls(), Optional.empty())).value().get(0);

    assertThat(pull.headRepo()).isEqualTo("fork/hello");
    assertThat(pull.raw())
        .isEqualTo(
            "{\"id\":1,\"number\":5,"
                + TIMES
                + ",\"head\":{\"label\":\"a:b\",\"ref\":\"b\",\"sha\":\"c1\","
                + "\"user\":{\"login\":\"octo\"}},\"base\":{\"ref\":\"main\",\"sha\":\"c2\"}}");
  }

  @Test
  void theIssueInsideAnEventIsLeftOut() {
    hub.answer(
        json(
            """
            [{"id":1,"event":"closed","actor":%s,"commit_id":null,"commit_url":null,
              "created_at":"2026-01-05T12:00:00Z","issue":{"number":7,"title":"long"}}]
            """
                .formatted(USER)));

    IssueEvent event =
        fresh(hub.connect().fetch(hub.endpoints().events(), Optional.empty())).value().get(0);

    assertThat(event.issueNumber()).isEqualTo(7);
    assertThat(event.raw())
        .isEqualTo(
            "{\"id\":1,\"event\":\"closed\",\"actor\":{\"login\":\"octo\"},"
                + "\"created_at\":\"2026-01-05T12:00:00Z\"}");
  }

  @Test
  void urlsWithUniqueInformationAreKept() {
    String parent = "https://api.github.com/repos/octo/other/issues/41";
    Issue issue =
        issue(
            "\"url\":\"https://api\",\"parent_issue_url\":\"%s\",\"discussion_url\":null"
                .formatted(parent));

    assertThat(issue.raw())
        .endsWith(",\"parent_issue_url\":\"" + parent + "\"}")
        .doesNotContain("\"url\"", "discussion_url");
  }

  @Test
  void halfASurrogatePairStaysAnEscapeAndIsReplacedInText() {
    Issue issue = issue("\"body\":\"a\\ud83db \\ude00\\ud83d\\ude00 \\u0000 \\\\ud800 \\r\\n\"");

    assertThat(issue.body()).isEqualTo("a\uFFFDb \uFFFD\uD83D\uDE00 \u0000 \\ud800 \r\n");
    assertThat(issue.raw())
        .contains("\"body\":\"a\\ud83db \\ude00\uD83D\uDE00 \\u0000 \\\\ud800 \\r\\n\"");
  }

  @Test
  void sqliteTakesItForJson() throws SQLException {
    Issue issue =
        issue("\"body\":\"\\ud83d \\u0000 \\\"\",\"reactions\":{\"total_count\":3},\"n\":1e400");

    try (Connection db = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement query =
            db.prepareStatement(
                "SELECT json_valid(?1), json_extract(?1, '$.reactions.total_count')")) {
      query.setString(1, issue.raw());
      ResultSet row = query.executeQuery();
      assertThat(row.getInt(1)).isEqualTo(1);
      assertThat(row.getInt(2)).isEqualTo(3);
    }
  }

  private Issue issue(String more) {
    hub.answer(
        json(
            "{\"id\":1,\"number\":5,\"title\":\"t\",\"state\":\"open\",\"comments\":0,%s,%s}"
                .formatted(TIMES, more)));
    return fresh(hub.connect().fetch(hub.endpoints().issue(5), Optional.empty())).value();
  }
}
