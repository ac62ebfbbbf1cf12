package dev.ghsync.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.Store;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each run lists what is due, also if nothing has changed. */
class DueTest {
  @TempDir Path folder;
  private Path db;

  @BeforeEach
  void open() {
    db = folder.resolve("test.db");
    Store.open(db).close();
  }

  private void assertFoundBy(String index, String query) {
    String plan = "EXPLAIN QUERY PLAN " + query.replace(":repo", "1");
    assertThat(Rows.select(db, plan)).anyMatch(step -> step.contains("INDEX " + index));
  }

  @Test
  void linksThatAreDueAreFoundByAnIndex() {
    assertFoundBy("issues_links_due", Links.LIST_DUE);
  }

  @Test
  void commentsOfDiscussionsThatAreDueAreFoundByAnIndex() {
    assertFoundBy("discussions_comments_due", Discussions.LIST_DUE);
  }
}
