package dev.ghsync.objects.compact;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.model.git.Ref;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.objects.StoredRepository;
import dev.ghsync.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A stored repository with a branch {@code main}, and a branch {@code topic} that goes on from it
 * and is deleted. Git's pack has the newest and largest version of a file whole, so the files of
 * main are deltas to those of topic.
 */
final class DeletedBranch implements AutoCloseable {
  static final Instant DELETED = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant BEFORE = DELETED.minusSeconds(1);
  static final Instant AFTER = DELETED.plusSeconds(1);

  final TestRepository git;
  final Path file;
  final Store store;
  final StoredRepository stored;

  DeletedBranch(Path folder) {
    git = TestRepository.create(folder.resolve("git"));
    git.fastImport(history());
    git.git("tag", "kept", "main~2");
    git.git("-c", "pack.threads=1", "repack", "-adfq"); // git's own deltas, not fast-import's
    file = folder.resolve("ghsync.db");
    store = Store.open(file);
    stored = new StoredRepository(store, git).withEverything();
    deleteTopic();
  }

  private void deleteTopic() {
    List<Ref> refs = stored.refs();
    store.write(
        s -> {
          s.refs().replace(stored.repo, "branch", named(refs, "refs/heads/main"), DELETED);
          s.refs().replace(stored.repo, "tag", named(refs, "refs/tags/kept"), DELETED);
        });
  }

  private static List<Ref> named(List<Ref> refs, String name) {
    return refs.stream().filter(ref -> ref.name().equals(name)).toList();
  }

  /** Returns what the refs that are left reach. */
  Set<ObjectId> reachable() {
    return new HashSet<>(git.revList("--objects", "main", "kept"));
  }

  /** Returns the objects of git that can be read and whose bytes have their id. */
  Set<ObjectId> intact(Store from) {
    return intact(from, stored.repo);
  }

  Set<ObjectId> intact(Store from, long repo) {
    return objects(from, repo).keySet();
  }

  /** Returns what stored trees name and is not stored. Each stored tree is read. */
  Set<ObjectId> namedAndNotStored(Store from) {
    Set<ObjectId> named = new HashSet<>();
    Map<ObjectId, RawObject> objects = objects(from, stored.repo);
    for (RawObject object : objects.values()) {
      if (object.type() == ObjectType.TREE) {
        TreeCursor entries = new TreeCursor(object.content());
        while (entries.next()) {
          named.add(ObjectId.of(object.content(), entries.idAt()));
        }
      }
    }
    named.removeAll(objects.keySet());
    return named;
  }

  private Map<ObjectId, RawObject> objects(Store from, long repo) {
    Map<ObjectId, RawObject> objects = new HashMap<>();
    from.read(
        db -> {
          try (ObjectReader reader = new ObjectReader(db, repo)) {
            for (ObjectId id : git.objects().keySet()) {
              Optional<RawObject> object = reader.read(id);
              object
                  .filter(o -> GitObjects.id(o.type(), o.content()).equals(id))
                  .ifPresent(o -> objects.put(id, o));
            }
          }
          return true;
        });
    return objects;
  }

  /** Returns a script: forty versions of one growing file, the first twenty on main. */
  private static String history() {
    StringBuilder script = new StringBuilder();
    StringBuilder content = new StringBuilder();
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      for (int line = 0; line < 20; line++) {
        content.append(Long.toString(random.nextLong(), 36)).append('\n');
      }
      String branch = i < 20 ? "main" : "topic";
      script.append("commit refs/heads/").append(branch).append('\n');
      script.append("mark :").append(i + 1).append('\n');
      script
          .append("committer A <a@x> ")
          .append(1_700_000_000 + i)
          .append(" +0000\ndata 1\n")
          .append("m\n");
      if (i == 20) {
        script.append("from :20\n");
      }
      script.append("M 100644 inline dir/file\ndata ").append(content.length()).append('\n');
      script.append(content).append("\n\n");
    }
    return script
        .append("tag v1\nfrom :37\ntagger A <a@x> 1700000100 +0000\ndata 3\nold\n")
        .toString();
  }

  @Override
  public void close() {
    store.close();
  }
}
