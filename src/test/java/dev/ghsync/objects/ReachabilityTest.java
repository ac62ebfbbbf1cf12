package dev.ghsync.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.OddRepository;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Store;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachabilityTest {
  private static final String TWO_VERSIONS =
      """
      commit refs/heads/main
      committer A <a@x> 1700000000 +0000
      data 5
      first
      M 100644 inline dir/sub/file
      data 4
      one

      M 120000 inline link
      data 4
      file
      M 160000 0123456789abcdef0123456789abcdef01234567 module

      commit refs/heads/main
      committer A <a@x> 1700000001 +0000
      data 6
      second
      M 100644 inline dir/sub/file
      data 4
      two

      """;

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("ghsync.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What a walk passes on. */
  private static final class Found implements Reachability.Visitor {
    final Map<ObjectId, ObjectType> reached = new TreeMap<>();
    final Map<ObjectId, Long> rows = new TreeMap<>();
    final Map<ObjectId, ObjectType> missing = new TreeMap<>();
    final Map<ObjectId, Long> leftOut = new TreeMap<>();

    @Override
    public void reached(ObjectId id, ObjectType type, long row) {
      assertThat(reached.put(id, type)).as("once").isNull();
      rows.put(id, row);
    }

    @Override
    public void missing(ObjectId id, ObjectType type) {
      assertThat(missing.put(id, type)).as("once").isNull();
    }

    @Override
    public void leftOut(ObjectId id, long size) {
      assertThat(leftOut.put(id, size)).as("once").isNull();
    }
  }

  private Found walk(StoredRepository stored, Collection<ObjectId> roots, boolean history) {
    Found found = new Found();
    store.read(
        s -> {
          Reachability.walk(s, stored.repo, roots, history, found);
          return true;
        });
    return found;
  }

  private TestRepository twoVersions() {
    TestRepository git = TestRepository.create(folder.resolve("git"));
    git.fastImport(TWO_VERSIONS);
    return git;
  }

  private static Set<ObjectId> all(TestRepository git) {
    return new HashSet<>(git.revList("--objects", "--all"));
  }

  @Test
  void everyRefReachesTheSameObjectsAsInGit() {
    OddRepository.reachable(folder.resolve("git"));
    TestRepository git = TestRepository.at(folder.resolve("git"));
    StoredRepository stored = new StoredRepository(store, git).withEverything();

    Found found = walk(stored, stored.refs().stream().map(Ref::target).toList(), true);

    assertThat(found.reached.keySet()).isEqualTo(all(git));
    assertThat(found.missing).isEmpty();
    assertThat(found.leftOut).isEmpty();
    found.rows.forEach(
        (id, row) ->
            assertThat(row == 0)
                .as("%s", id)
                .isEqualTo(found.reached.get(id) == ObjectType.COMMIT));
  }

  @Test
  void withoutHistoryOnlyTheGivenCommitIsReached() {
    TestRepository git = twoVersions();
    StoredRepository stored = new StoredRepository(store, git).withEverything();

    Found found = walk(stored, List.of(git.resolve("main")), false);

    assertThat(found.reached.keySet())
        .isEqualTo(new HashSet<>(git.revList("--objects", "--max-count=1", "main")));
    assertThat(found.missing).isEmpty();
  }

  @Test
  void whatIsNotStoredIsMissingWithItsType() {
    TestRepository git = twoVersions();
    ObjectId first = git.resolve("main~1");
    ObjectId folderOfSecond = git.resolve("main:dir/sub");
    ObjectId link = git.resolve("main:link");
    Set<ObjectId> some = new HashSet<>(git.objects().keySet());
    some.removeAll(Set.of(first, folderOfSecond, link));
    StoredRepository stored = new StoredRepository(store, git).with(some);
    ObjectId unknown = new ObjectId("f".repeat(40));

    Found found = walk(stored, List.of(git.resolve("main"), unknown), true);

    assertThat(found.missing)
        .isEqualTo(
            Map.of(
                first,
                ObjectType.COMMIT,
                folderOfSecond,
                ObjectType.TREE,
                link,
                ObjectType.BLOB,
                unknown,
                ObjectType.COMMIT));
  }

  @Test
  void aBlobWithoutContentIsLeftOut() {
    TestRepository git = twoVersions();
    ObjectId link = git.resolve("main:link");
    Set<ObjectId> some = new HashSet<>(git.objects().keySet());
    some.remove(link);
    StoredRepository stored =
        new StoredRepository(store, git).with(some).withSizesOf(Map.of(link, 4L));

    Found found = walk(stored, List.of(git.resolve("main")), true);

    assertThat(found.leftOut).isEqualTo(Map.of(link, 4L));
    assertThat(found.reached).doesNotContainKey(link);
    assertThat(found.missing).isEmpty();
  }

  @Test
  void unfoldedTreesAndContentsAreReachedWithoutARow() {
    TestRepository git = twoVersions();
    StoredRepository stored =
        new StoredRepository(store, git).with(git.revList("--all")).withRefs();
    git.objects()
        .forEach(
            (id, raw) -> {
              if (raw.type() == ObjectType.TREE) {
                store.write(
                    s -> s.trees().insert(List.of(GitObjects.parseTree(id, raw.content()))));
              } else if (raw.type() == ObjectType.BLOB) {
                Rows.execute(
                    store.file(),
                    "INSERT INTO blobs (sha, size, content) VALUES ('%s', %d, x'%s')"
                        .formatted(
                            id, raw.content().length, HexFormat.of().formatHex(raw.content())));
              }
            });

    Found found = walk(stored, List.of(git.resolve("main")), true);

    assertThat(found.reached.keySet()).isEqualTo(all(git));
    assertThat(found.rows.values()).containsOnly(0L);
  }

  @Test
  void aWalkWithinATransactionThatWritesIsRefused() {
    assertThatThrownBy(
            () -> store.write(s -> Reachability.walk(s, 1, List.of(), true, new Found())))
        .isInstanceOf(IllegalStateException.class);
  }
}
