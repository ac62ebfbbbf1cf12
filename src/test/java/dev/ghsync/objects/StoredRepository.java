package dev.ghsync.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores objects of a real git repository as a sync does: packed, with the deltas of git. */
public final class StoredRepository {
  private static final int BATCH = 1000;
  private static final int OFFSET_DELTA = 6;
  private static final int REFERENCE_DELTA = 7;

  public final Store store;
  public final long repo;
  private final TestRepository git;

  /** Adds a repository named {@code octo/world} to the database. */
  public StoredRepository(Store store, TestRepository git) {
    this.store = store;
    this.git = git;
    repo = store.inTransaction(s -> s.repos().insert(Host.GITHUB, new RepoName("octo", "world")));
  }

  /** Stores all objects and all refs. */
  public StoredRepository withEverything() {
    return with(git.objects().keySet()).withRefs();
  }

  /** Stores these objects, with deltas among each other. */
  public StoredRepository with(Collection<ObjectId> ids) {
    try {
      Path file = Files.createTempDirectory(git.folder, "packed").resolve("some.pack");
      Files.write(file, git.pack(List.copyOf(ids), "--delta-base-offset"));
      git.git("index-pack", file.toString());
      return withPack(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores the objects of a pack that has an index. */
  public StoredRepository withPack(Path file) throws IOException {
    List<Line> lines = lines(file);
    Map<ObjectId, Long> sizes = sizes(lines);
    byte[] pack = Files.readAllBytes(file);
    for (int from = 0; from < lines.size(); from += BATCH) {
      List<PackedObject> packed = new ArrayList<>();
      for (Line line : lines.subList(from, Math.min(lines.size(), from + BATCH))) {
        if (line.type() != ObjectType.COMMIT) {
          packed.add(packed(line, pack, sizes.getOrDefault(line.id(), -1L)));
        }
      }
      store.write(
          s -> {
            s.packed().insert(packed);
            s.blobs().insertPacked(packed);
          });
    }
    storeRows(ids(lines, ObjectType.COMMIT));
    storeRows(ids(lines, ObjectType.TAG));
    return this;
  }

  /** Stores blobs with their sizes alone. */
  public StoredRepository withSizesOf(Map<ObjectId, Long> blobs) {
    store.write(
        s ->
            blobs.forEach(
                (id, size) -> s.blobs().insertLeftOut(List.of(new Blob(id, size, null)))));
    return this;
  }

  /** Stores the branches and tags; {@code main} is the default branch. */
  public StoredRepository withRefs() {
    List<Ref> refs = refs();
    store.write(
        s -> {
          s.refs().replace(repo, "branch", kind(refs, true), Instant.EPOCH);
          s.refs().replace(repo, "tag", kind(refs, false), Instant.EPOCH);
          s.refs().peel(repo);
        });
    setHead();
    return this;
  }

  private void setHead() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.file());
        Statement sql = connection.createStatement()) {
      sql.execute(
          "UPDATE repos SET default_branch = 'main',"
              + " head_ref_id = (SELECT id FROM refs WHERE name = 'refs/heads/main')");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Ref> kind(List<Ref> refs, boolean branches) {
    return refs.stream().filter(ref -> ref.isBranch() == branches).toList();
  }

  /** Lists the branches and tags of the git repository. */
  public List<Ref> refs() {
    String format = "--format=%(refname) %(objectname) %(objecttype)";
    return new String(git.git("for-each-ref", format, "refs/heads", "refs/tags"), UTF_8)
        .lines()
        .map(line -> line.split(" ", -1))
        .map(w -> new Ref(w[0], new ObjectId(w[1]), ObjectType.parse(w[2]).orElseThrow()))
        .toList();
  }

  /** A line of {@code git verify-pack -v}. */
  private record Line(
      ObjectId id, ObjectType type, int offset, int length, Optional<ObjectId> base) {}

  private List<Line> lines(Path pack) {
    String index = pack.toString().replaceFirst("pack$", "idx");
    return new String(git.git("verify-pack", "-v", index), UTF_8)
        .lines()
        .map(line -> line.split(" +", -1))
        .filter(words -> words.length >= 5 && ObjectId.isHex(words[0]))
        .map(StoredRepository::line)
        .sorted((a, b) -> Integer.compare(a.offset(), b.offset()))
        .toList();
  }

  private static Line line(String[] words) {
    return new Line(
        new ObjectId(words[0]),
        ObjectType.parse(words[1]).orElseThrow(),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[3]),
        words.length < 7 ? Optional.empty() : Optional.of(new ObjectId(words[6])));
  }

  private Map<ObjectId, Long> sizes(List<Line> lines) {
    byte[] ids = TestRepository.lines(lines.stream().map(Line::id).toList());
    Map<ObjectId, Long> sizes = new HashMap<>();
    String format = "--batch-check=%(objectname) %(objectsize)";
    new String(git.gitWithInput(ids, "cat-file", format), UTF_8)
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(words -> sizes.put(new ObjectId(words[0]), Long.valueOf(words[1])));
    return sizes;
  }

  private static PackedObject packed(Line line, byte[] pack, long size) {
    int at = line.offset();
    int code = (pack[at] >> 4) & 7;
    at = afterNumber(pack, at);
    if (code == OFFSET_DELTA) {
      at = afterNumber(pack, at);
    } else if (code == REFERENCE_DELTA) {
      at += 20;
    }
    byte[] data = Arrays.copyOfRange(pack, at, line.offset() + line.length());
    return new PackedObject(line.id(), line.type(), size, line.base(), data);
  }

  private static int afterNumber(byte[] pack, int from) {
    int at = from;
    while (pack[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private static List<ObjectId> ids(List<Line> lines, ObjectType type) {
    return lines.stream().filter(line -> line.type() == type).map(Line::id).toList();
  }

  private void storeRows(List<ObjectId> ids) {
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<ObjectId> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
      Map<ObjectId, TestRepository.Raw> objects = git.objects(some);
      store.write(
          s ->
              objects.forEach(
                  (id, raw) -> {
                    if (raw.type() == ObjectType.COMMIT) {
                      s.commits().insert(repo, Set.of(GitObjects.parseCommit(id, raw.content())));
                    } else {
                      s.tags().insert(repo, Set.of(GitObjects.parseTag(id, raw.content())));
                    }
                  }));
    }
  }
}
