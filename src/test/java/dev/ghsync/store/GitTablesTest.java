package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.model.git.Ref;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.git.MissingContent;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.store.git.Refs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // it does not read @Nullable on arrays out of class files
class GitTablesTest {
  private static final Instant T = Instant.parse("2026-01-05T12:00:00Z");
  private static final PersonIdent WHO =
      new PersonIdent(GitText.of("A"), GitText.of("a@x"), T, "+0200");
  private static final long MAX = 1_000;

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

  @Test
  void everyMoveOfARefIsStored() throws Exception {
    refs(branch("main", 1), branch("old", 1));
    Refs.Changes changes = refs(branch("main", 2), branch("new", 2));
    assertThat(changes)
        .isEqualTo(
            new Refs.Changes(
                List.of("refs/heads/new"), List.of("refs/heads/main"), List.of("refs/heads/old")));
    assertThat(sql("SELECT group_concat(name || coalesce(forced, '?'), ' ') FROM ref_changes"))
        .isEqualTo(
            "refs/heads/main0 refs/heads/old0 refs/heads/main? refs/heads/new0 refs/heads/old0");
    assertThat(refs(branch("main", 2), branch("new", 2)).counts().isNone()).isTrue();
  }

  @Test
  void aMoveIsForcedWhereTheOldCommitIsNoAncestor() throws Exception {
    refs(branch("ahead", 1), branch("beside", 1));
    refs(branch("ahead", 3), branch("beside", 2));
    commits(commit(1), commit(2), commit(3, 1));
    decideForced();
    assertThat(sql("SELECT group_concat(forced) FROM ref_changes WHERE old_sha IS NOT NULL"))
        .isEqualTo("0,1");
  }

  @Test
  void aMoveOfATagIsDecidedByTheCommitsBehindIt() throws Exception {
    Ref old = new Ref("refs/tags/v1", id(9), ObjectType.TAG);
    refs(old);
    refs(new Ref("refs/tags/v1", id(3), ObjectType.COMMIT));
    commits(commit(1), commit(3, 1));
    decideForced();
    assertThat(sql("SELECT count(*) FROM ref_changes WHERE forced IS NULL")).isEqualTo("1");
    tag(9, 8, ObjectType.TAG);
    tag(8, 1, ObjectType.COMMIT);
    decideForced();
    assertThat(sql("SELECT group_concat(forced) FROM ref_changes WHERE old_sha IS NOT NULL"))
        .isEqualTo("0");
  }

  /** 1 ← 2 ← … ← 6,000, and 7,001 ← 7,002 ← … ← 13,000 without a common commit. */
  @Test
  void movesOverLongHistoriesAreDecided() throws Exception {
    refs(branch("ahead", 1), branch("back", 6_000), branch("new", 6_000), branch("merged", 5_999));
    refs(
        branch("ahead", 6_000), branch("back", 1), branch("new", 13_000), branch("merged", 20_000));
    List<Commit> all = new ArrayList<>(List.of(commit(1), commit(7_001)));
    for (int i = 2; i <= 6_000; i++) {
      all.add(commit(i, i - 1));
      all.add(commit(7_000 + i, 6_999 + i));
    }
    all.add(commit(20_000, 13_000, 6_000));
    commits(all.toArray(Commit[]::new));
    decideForced();
    assertThat(
            sql(
                """
                SELECT group_concat(name || forced, ' ') FROM ref_changes
                WHERE old_sha IS NOT NULL
                """))
        .isEqualTo("refs/heads/ahead0 refs/heads/back1 refs/heads/new1 refs/heads/merged0");
  }

  @Test
  void objectsThatRefsOrCommitsNameAreMissing() {
    refs(branch("main", 3), new Ref("refs/tags/v1", id(9), ObjectType.TAG));
    assertThat(named())
        .containsExactlyInAnyOrder(
            new Missing(id(3), ObjectType.COMMIT), new Missing(id(9), ObjectType.TAG));
    commits(commit(3, 2));
    tag(9, 8, ObjectType.TAG);
    assertThat(named()).containsExactly(new Missing(id(8), ObjectType.TAG));
    tag(8, 1, ObjectType.COMMIT);
    assertThat(named()).containsExactly(new Missing(id(1), ObjectType.COMMIT));
    store.write(s -> s.refs().peel(repo));
    assertThat(parents()).containsExactly(new Missing(id(2), ObjectType.COMMIT));
    commits(commit(2), commit(1));
    assertThat(named()).isEmpty();
    assertThat(parents()).isEmpty();
  }

  /** Otherwise a fetch would claim that the tip is stored with its ancestors. */
  @Test
  void aTipAtWhichAHistoryWasCutIsAMissingParentToo() {
    refs(branch("main", 2), branch("old", 1));
    commits(commit(2, 1));
    peel();
    assertThat(named()).containsExactly(new Missing(id(1), ObjectType.COMMIT));
    assertThat(parents()).containsExactly(new Missing(id(1), ObjectType.COMMIT));
    assertThat(all()).containsExactly(new Missing(id(1), ObjectType.COMMIT));
  }

  @Test
  void commitsWithoutExactBytesAreMissingIfTheseAreWanted() {
    refs(branch("main", 3), branch("other", 4));
    PersonIdent rest = new PersonIdent(GitText.of("A"), GitText.of("a@x"), T, null);
    commits(
        commit(3, 2),
        new Commit(id(2), tree(2), List.of(id(1)), rest, rest, GitText.of("m"), null, null),
        new Commit(id(1), tree(1), List.of(), rest, rest, GitText.of("m"), null, null),
        commit(4));
    peel();
    historyIsComplete();
    assertThat(isComplete(false)).isTrue();
    assertThat(isComplete(true)).isFalse();
    assertThat(known(10)).isEmpty();
    assertThat(inexact()).containsExactly(new Missing(id(2), ObjectType.COMMIT));

    commits(commit(2, 1), commit(1));
    assertThat(inexact()).isEmpty();
    store.write(s -> s.historyTips().insert(repo, s.historyTips().listNew(repo, true), true));
    assertThat(isComplete(true)).isTrue();
    assertThat(known(10)).hasSize(2);
  }

  @Test
  void onlyAFullCheckWalksBehindATipWhoseHistoryIsComplete() throws Exception {
    refs(branch("main", 2));
    commits(commit(1), commit(2, 1));
    peel();
    assertThat(parents()).isEmpty();
    historyIsComplete();
    sql("DELETE FROM commits WHERE sha = '" + id(1) + "' RETURNING sha");

    assertThat(named()).isEmpty();
    assertThat(parents()).isEmpty();
    assertThat(all()).containsExactly(new Missing(id(1), ObjectType.COMMIT));
  }

  @Test
  void aMovedRefIsWalkedBackToACompleteHistory() throws Exception {
    refs(branch("main", 2));
    commits(commit(1), commit(2, 1));
    peel();
    historyIsComplete();
    refs(branch("main", 4));
    peel();
    assertThat(named()).containsExactly(new Missing(id(4), ObjectType.COMMIT));
    commits(commit(4, 3, 2));
    assertThat(parents()).containsExactly(new Missing(id(3), ObjectType.COMMIT));
    commits(commit(3, 2));
    assertThat(parents()).isEmpty();
    historyIsComplete();
    assertThat(sql("SELECT group_concat(sha) FROM history_tips")).isEqualTo(id(4).hex());
  }

  @Test
  void whatRefsHaveLeftIsNamedBeforeOtherKnownTips() {
    refs(branch("main", 1), branch("new", 2), branch("older", 3));
    commits(commit(1), commit(2), commit(3), commit(4));
    refs(branch("main", 1), branch("new", 2), branch("older", 4));
    peel();
    assertThat(known(1)).containsExactly(id(3));
    assertThat(known(9)).containsExactlyInAnyOrder(id(1), id(2), id(3), id(4));
  }

  @Test
  void contentIsMissingTreeByTreeUntilItIsWhole() {
    refs(branch("main", 1));
    commits(commit(1));
    assertThat(content()).containsExactly(new Missing(tree(1), ObjectType.TREE));
    store.write(
        s ->
            s.trees()
                .insert(
                    List.of(
                        new Tree(
                            tree(1),
                            List.of(
                                entry(0100644, "a", id(20)),
                                entry(0040000, "b", id(21)),
                                entry(0160000, "submodule", id(22)))))));
    absent(ObjectType.TREE, 21);
    absent(ObjectType.BLOB, 20);
    assertThat(content())
        .containsExactly(
            new Missing(id(21), ObjectType.TREE), new Missing(id(20), ObjectType.BLOB));
    store.write(
        s -> {
          s.trees().insert(List.of(new Tree(id(21), List.of())));
          s.blobs().insertLeftOut(List.of(new Blob(id(20), 5_000, null)));
          s.absent().removeAll(List.of(id(20), id(21)));
        });
    assertThat(content()).isEmpty();
    absent(ObjectType.TREE, 21);
    absent(ObjectType.BLOB, 20);
    assertThat(content()).as("stored objects are not absent").isEmpty();
  }

  @Test
  void aTipIsKnownToBeCompleteWithinItsBounds() {
    refs(branch("main", 1), branch("new", 2));
    commits(commit(1), commit(2));
    store.write(
        s -> {
          s.refs().peel(repo);
          s.content().complete(repo, extent(CommitScope.HEADS, 1_000));
        });
    refs(branch("main", 1), branch("new", 3));
    commits(commit(3));
    store.write(s -> s.refs().peel(repo));

    assertThat(roots(CommitScope.HEADS, 1_000)).containsExactly(tree(3));
    assertThat(roots(CommitScope.HEADS, 1_001)).containsExactlyInAnyOrder(tree(1), tree(3));
    assertThat(roots(CommitScope.ALL, 1_000)).containsExactlyInAnyOrder(tree(1), tree(3));
    List<MissingContent.ContentTip> tips = store.read(s -> s.content().listTips(repo, 1));
    assertThat(tips)
        .as("the old head of a branch that has moved comes first")
        .containsExactly(new MissingContent.ContentTip(id(2), tree(2), true));
  }

  @Test
  void entriesOfUnknownModesAreSubmodules() throws Exception {
    refs(branch("main", 1));
    commits(commit(1));
    Tree odd = new Tree(tree(1), List.of(entry(0, "zero", id(20)), entry(0020000, "x", id(21))));
    store.write(s -> s.trees().insert(List.of(odd)));

    assertThat(sql("SELECT group_concat(mode || type) FROM tree_entries"))
        .isEqualTo("000000commit,020000commit");
    assertThat(sql("SELECT group_concat(mode || type) FROM ref_files"))
        .isEqualTo("000000commit,020000commit");
  }

  @Test
  void zerosBeforeAModeAreKeptAndShownNowhere() throws Exception {
    refs(branch("main", 1));
    commits(commit(1));
    Tree.Entry folder = new Tree.Entry(0040000, 1, GitText.of("d"), id(21));
    store.write(
        s ->
            s.trees()
                .insert(
                    List.of(
                        new Tree(tree(1), List.of(folder)),
                        new Tree(
                            id(21),
                            List.of(new Tree.Entry(0100664, 3, GitText.of("f"), id(20)))))));

    assertThat(sql("SELECT group_concat(mode || ' ' || type) FROM tree_entries"))
        .isEqualTo("040000 tree,100664 blob");
    assertThat(sql("SELECT path || ' ' || mode || ' ' || type FROM ref_files"))
        .isEqualTo("d/f 100664 blob");
    assertThat(sql("SELECT group_concat(mode >> 24) FROM tree_rows")).isEqualTo("1,3");
  }

  @Test
  void theViewsShowFilesByPath() throws Exception {
    refs(branch("main", 1));
    commits(commit(1));
    store.write(
        s -> {
          s.trees()
              .insert(
                  List.of(
                      new Tree(tree(1), List.of(entry(0040000, "dir", id(21)))),
                      new Tree(
                          id(21),
                          List.of(
                              entry(0100755, "run", id(20)),
                              new Tree.Entry(
                                  0100644,
                                  0,
                                  new GitText.Raw(new byte[] {(byte) 0xe4}),
                                  id(20))))));
          s.blobs().insertLeftOut(List.of(new Blob(id(20), 2, null)));
        });
    assertThat(
            sql(
                "SELECT ref_name || ' ' || path || ' ' || mode || ' ' || type || ' ' || size"
                    + " FROM ref_files WHERE mode = '100755'"))
        .isEqualTo("refs/heads/main dir/run 100755 blob 2");
    assertThat(sql("SELECT hex(path) FROM ref_files WHERE mode = '100644'"))
        .isEqualTo("6469722FE4");
    assertThat(sql("SELECT mode || type || sha FROM tree_entries WHERE name = 'dir'"))
        .isEqualTo("040000tree" + id(21));
  }

  @Test
  void gitCompletesACommitFromRest() throws Exception {
    PersonIdent rest = new PersonIdent(GitText.of("A"), GitText.of("a@x"), T, null);
    Commit known = new Commit(id(1), tree(1), List.of(), rest, rest, GitText.of("m"), null, null);
    commits(known);
    commits(commit(1));
    assertThat(sql("SELECT author_tz FROM commits")).isEqualTo("+0200");
    commits(known);
    assertThat(sql("SELECT author_tz FROM commits")).isEqualTo("+0200");
  }

  @Test
  void oneTransactionTakesTextAndBytes() throws Exception {
    GitText latin = new GitText.Raw(new byte[] {(byte) 0xe4});
    Commit odd = new Commit(id(2), tree(2), List.of(), WHO, WHO, latin, null, null);
    commits(commit(1), odd);
    assertThat(sql("SELECT group_concat(typeof(message)) FROM commits")).isEqualTo("text,blob");
  }

  private List<Missing> named() {
    return store.read(s -> s.missing().named(repo, false));
  }

  private void peel() {
    store.write(s -> s.refs().peel(repo));
  }

  private void decideForced() {
    store.write(s -> s.refs().setForced(s.refs().decideForced(repo)));
  }

  private void historyIsComplete() {
    store.write(s -> s.historyTips().insert(repo, s.historyTips().listNew(repo, false), false));
    store.write(s -> s.historyTips().removeOthers(repo));
  }

  private List<ObjectId> known(int most) {
    return store.read(s -> s.missing().listKnownTips(repo, most));
  }

  private List<Missing> all() {
    List<Missing> all = new ArrayList<>();
    store.read(
        s -> {
          s.missing().forEach(repo, all::add);
          return true;
        });
    return all;
  }

  private List<Missing> parents() {
    return store.read(s -> s.missing().parents(repo, false));
  }

  private boolean isComplete(boolean exact) {
    return store.read(s -> s.historyTips().isComplete(repo, exact));
  }

  private List<Missing> inexact() {
    return store.read(
        s ->
            Stream.concat(
                    s.missing().named(repo, true).stream(),
                    s.missing().parents(repo, true).stream())
                .toList());
  }

  private List<Missing> content() {
    return store.inTransaction(
        s -> {
          s.refs().peel(repo);
          return Stream.concat(
                  s
                      .content()
                      .rootsNotStored(repo, extent(CommitScope.HEADS, MAX), MAX, 10)
                      .stream(),
                  s.absent().list(repo, MAX, 10).stream())
              .toList();
        });
  }

  private List<ObjectId> roots(CommitScope scope, long max) {
    return store.read(s -> s.content().roots(repo, extent(scope, max))).stream()
        .map(Missing::id)
        .toList();
  }

  private static MissingContent.Extent extent(CommitScope scope, long max) {
    return new MissingContent.Extent(scope, max, false);
  }

  private void absent(ObjectType type, int id) {
    store.write(s -> s.absent().add(repo, type, List.of(id(id))));
  }

  private Refs.Changes refs(Ref... refs) {
    return store.inTransaction(s -> s.refs().replace(repo, "branch", List.of(refs), T));
  }

  private void commits(Commit... commits) {
    store.write(s -> s.commits().insert(repo, List.of(commits)));
  }

  private void tag(int id, int target, ObjectType type) {
    AnnotatedTag tag =
        new AnnotatedTag(
            id(id), GitText.of("v"), id(target), type, WHO, GitText.of("m"), null, null);
    store.write(s -> s.tags().insert(repo, List.of(tag)));
  }

  private static Ref branch(String name, int commit) {
    return new Ref("refs/heads/" + name, id(commit), ObjectType.COMMIT);
  }

  private static Commit commit(int n, int... parents) {
    return new Commit(
        id(n),
        tree(n),
        java.util.Arrays.stream(parents).mapToObj(GitTablesTest::id).toList(),
        WHO,
        WHO,
        GitText.of("message " + n),
        null,
        null);
  }

  private static Tree.Entry entry(int mode, String name, ObjectId id) {
    return new Tree.Entry(mode, 0, GitText.of(name), id);
  }

  private static ObjectId tree(int n) {
    return id(1_000 + n);
  }

  private static ObjectId id(int n) {
    return new ObjectId("%040x".formatted(n));
  }

  private String sql(String query) throws Exception {
    return StoreOpenTest.query(file, query);
  }
}
