package dev.ghsync.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.User;
import dev.ghsync.store.Store;
import dev.ghsync.store.StoreOpenTest;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.sql.RowChanges;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that exists in this test alone: one declaration and one migration. */
class TableTest {
  private static final Instant T = Instant.parse("2026-01-05T12:00:00Z");
  private static final User ANN = new User(5, "ann", "User");

  private static final String MIGRATION =
      """
      CREATE TABLE notes (
        repo_id INTEGER NOT NULL, id INTEGER NOT NULL, issue_number INTEGER NOT NULL,
        author_login TEXT, author_id INTEGER, text TEXT, changed_at TEXT NOT NULL,
        deleted_at TEXT, deleted_with_issue INTEGER NOT NULL DEFAULT 0, raw TEXT,
        PRIMARY KEY (repo_id, id))
      """;

  private static final String CHILD_MIGRATION =
      """
      CREATE TABLE note_tags (repo_id INTEGER NOT NULL, note_id INTEGER NOT NULL, tag TEXT NOT NULL,
        uses INTEGER NOT NULL, PRIMARY KEY (repo_id, note_id, tag))
      """;

  record Tag(String name, long uses) {}

  record Note(long id, long issue, @Nullable User author, String text, Instant at, List<Tag> tags) {
    Note with(String otherText) {
      return new Note(id, issue, author, otherText, at, tags);
    }

    Note by(@Nullable User other) {
      return new Note(id, issue, other, text, at, tags);
    }

    Note tagged(Tag... others) {
      return new Note(id, issue, author, text, at, List.of(others));
    }
  }

  private static final Table<Note> NOTES =
      Table.<Note>named("notes", "note")
          .key("id", Note::id)
          .column("issue_number", Note::issue)
          .account("author", Note::author)
          .column("text", Note::text)
          .column("changed_at", Note::at)
          .raw(note -> "{\"text\":\"" + note.text() + "\"}")
          .softDeletedWith("issue_number")
          .changedAt("r.changed_at")
          .children(
              ChildTable.<Note, Tag>named("note_tags", "note_id", "tags", Note::tags)
                  .column("tag", Tag::name)
                  .quietColumn("uses", Tag::uses)
                  .updatingParent())
          .build();

  @TempDir Path folder;
  private Path file = Path.of("");
  private Store store;
  private long repo;

  @BeforeEach
  void open() throws Exception {
    file = folder.resolve("ghsync.db");
    Store.open(file).close();
    StoreOpenTest.execute(file, MIGRATION);
    StoreOpenTest.execute(file, CHILD_MIGRATION);
    store = Store.open(file);
    repo = store.inTransaction(s -> s.repos().insert(Host.GITHUB, new RepoName("octo", "tiny")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Note note(long id, long issue) {
    return new Note(id, issue, ANN, "text", T, List.of(new Tag("a", 1)));
  }

  private RowChanges upsert(Note... notes) {
    return store.inTransaction(s -> s.upsert(NOTES, repo, List.of(notes)));
  }

  private String sql(String query) throws Exception {
    return StoreOpenTest.query(file, query);
  }

  @Test
  void onlyRowsThatDifferAreUpdated() {
    assertThat(upsert(note(1, 7), note(2, 7)).created()).containsExactly(1L, 2L);
    assertThat(upsert(note(1, 7), note(2, 7).with("other")))
        .isEqualTo(new RowChanges(List.of(), List.of(2L), List.of()));
    assertThat(upsert(note(1, 7), note(2, 7).with("other"))).isEqualTo(RowChanges.NOTHING);
  }

  @Test
  void anUnknownAccountKeepsTheKnownIdAndMakesNoUpdateByItself() throws Exception {
    upsert(note(1, 7));
    assertThat(upsert(note(1, 7).by(new User(0, "ann", "User")))).isEqualTo(RowChanges.NOTHING);
    assertThat(sql("SELECT author_login || author_id FROM notes")).isEqualTo("ann5");
    assertThat(sql("SELECT login FROM users WHERE id = 5")).isEqualTo("ann");
  }

  @Test
  void aRenamedAccountIsRenamedInATableThatNoOtherCodeNames() throws Exception {
    upsert(note(1, 7), note(2, 7));
    upsert(note(2, 7).by(new User(5, "ann-b", "User")));
    assertThat(sql("SELECT group_concat(author_login) FROM notes")).isEqualTo("ann-b,ann-b");
  }

  @Test
  void anotherSetOfChildrenUpdatesTheRow() throws Exception {
    upsert(note(1, 7));
    assertThat(upsert(note(1, 7).tagged(new Tag("a", 1), new Tag("b", 1))).updated())
        .containsExactly(1L);
    assertThat(upsert(note(1, 7).tagged(new Tag("a", 9), new Tag("b", 1))))
        .as("a quiet column is stored and makes no update")
        .isEqualTo(RowChanges.NOTHING);
    assertThat(sql("SELECT group_concat(tag || uses) FROM note_tags")).isEqualTo("a9,b1");
  }

  @Test
  void deletedRowsStayAndAreNotActive() throws Exception {
    upsert(note(1, 7), note(2, 7), note(3, 8));
    assertThat(markOthersDeleted(7, 1L).deleted()).containsExactly(2L);
    assertThat(markOthersDeleted(7, 1L)).isEqualTo(RowChanges.NOTHING);
    List<Long> active = store.read(s -> s.activeKeys(NOTES, repo));
    assertThat(active).containsExactly(1L, 3L);
    assertThat(store.<Long>read(s -> s.count(NOTES, repo))).isEqualTo(2);
    Map<Long, Long> byIssue = store.read(s -> s.countByOwner(NOTES, repo, List.of(7L, 8L, 9L)));
    assertThat(byIssue).isEqualTo(Map.of(7L, 1L, 8L, 1L));
    assertThat(sql("SELECT deleted_at FROM notes WHERE id = 2")).isEqualTo("2026-01-05T12:00:00Z");
    assertThat(upsert(note(2, 7)).updated()).containsExactly(2L);
    assertThat(store.<Long>read(s -> s.count(NOTES, repo))).isEqualTo(3);
  }

  private RowChanges markOthersDeleted(long issue, Long... ids) {
    return store.inTransaction(s -> s.markOthersDeleted(NOTES, repo, issue, List.of(ids), T));
  }

  @Test
  void comparedRowsAreNotChanged() throws Exception {
    upsert(note(1, 7), note(2, 7), note(3, 7));
    Compared kind = Compared.of(NOTES);
    try (Comparison comparison = Comparison.open(file, repo)) {
      Note[] onGitHub = {note(1, 7), note(2, 7).with("other").tagged(), note(4, 7)};
      Comparison.Page page =
          comparison.compare(kind, s -> s.upsert(NOTES, repo, List.of(onGitHub)));
      List<Comparison.Difference> gone = comparison.gone(kind, Comparison.Shown.ALL, 10);

      assertThat(Stream.concat(page.differences().stream(), gone.stream()).map(Object::toString))
          .containsExactly(
              "note 2: text, tags differ",
              "note 4: not in the database",
              "note 3: not on GitHub any more");
    }
    assertThat(sql("SELECT group_concat(text) FROM notes")).isEqualTo("text,text,text");
  }
}
