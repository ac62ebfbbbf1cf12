package dev.ghsync.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.OddRepository;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectHeader;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // it does not read @Nullable on arrays out of class files
class ObjectReaderTest {
  private static final ObjectId TREE = new ObjectId("0123456789abcdef0123456789abcdef01234567");

  @TempDir Path folder;
  private Store store;
  private long repo;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("ghsync.db"));
    repo = store.inTransaction(s -> s.repos().insert(Host.GITHUB, new RepoName("octo", "world")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyOddObjectIsReadFromRowsByteForByte() {
    Map<ObjectId, TestRepository.Raw> objects =
        OddRepository.create(folder.resolve("odd.git")).objects();

    store.write(s -> objects.forEach((id, raw) -> unfold(s, id, raw)));

    assertThat(objects).hasSizeGreaterThan(80);
    assertReads(objects);
  }

  @Test
  void everyOddObjectThatIsPackedIsReadByteForByte() {
    Map<ObjectId, TestRepository.Raw> objects =
        OddRepository.create(folder.resolve("odd.git")).objects();

    store.write(
        s ->
            objects.forEach(
                (id, raw) -> {
                  if (raw.type() == ObjectType.COMMIT) {
                    unfold(s, id, raw);
                  } else {
                    s.packed().insert(List.of(packed(id, raw.type(), raw.content())));
                  }
                }));

    assertReads(objects);
  }

  @Test
  void commitsAndTagsBelongToTheirRepository() {
    TestRepository odd = OddRepository.create(folder.resolve("odd.git"));
    ObjectId commit = odd.resolve("refs/heads/main");
    ObjectId tag = odd.resolve("refs/tags/plain");
    store.write(s -> odd.objects(List.of(commit, tag)).forEach((id, raw) -> unfold(s, id, raw)));
    long other =
        store.inTransaction(s -> s.repos().insert(Host.GITHUB, new RepoName("octo", "other")));

    for (ObjectId id : List.of(commit, tag)) {
      assertThat(this.<Optional<RawObject>>with(repo, reader -> reader.read(id))).isPresent();
      assertThat(this.<Optional<RawObject>>with(other, reader -> reader.read(id))).isEmpty();
      assertThat(this.<Absence>with(other, reader -> reader.absence(id)))
          .isEqualTo(new Absence.NotStored());
    }
  }

  @Test
  void aCommitThatOnlyRestDeliveredHasNoExactBytes() {
    PersonIdent zoneless = new PersonIdent(GitText.of("A"), GitText.of("a@x"), Instant.EPOCH, null);
    Commit commit =
        new Commit(TREE, TREE, List.of(), zoneless, zoneless, GitText.of("text"), null, null);
    store.write(s -> s.commits().insert(repo, List.of(commit)));

    assertMissing(TREE, new Absence.Incomplete(ObjectType.COMMIT));
    Optional<Commit> found = store.read(s -> s.commits().find(repo, TREE));
    assertThat(found).contains(commit);
  }

  @Test
  void rowsWhoseBytesDoNotHaveTheirIdAreIncomplete() {
    AnnotatedTag tag =
        new AnnotatedTag(
            TREE, GitText.of("v1"), TREE, ObjectType.COMMIT, null, GitText.of("x"), null, null);
    store.write(s -> s.tags().insert(repo, List.of(tag)));
    assertMissing(TREE, new Absence.Incomplete(ObjectType.TAG));

    store.write(s -> s.trees().insert(List.of(new Tree(TREE, List.of()))));
    assertMissing(TREE, new Absence.Incomplete(ObjectType.TREE));
  }

  @Test
  void aBlobThatWasLeftOutIsTooLarge() {
    store.write(s -> s.blobs().insertLeftOut(List.of(new Blob(TREE, 12_000_000, null))));

    assertMissing(TREE, new Absence.TooLarge(12_000_000));
  }

  @Test
  void anUnknownIdIsNotStored() {
    assertMissing(TREE, new Absence.NotStored());
  }

  private void unfold(Session s, ObjectId id, TestRepository.Raw raw) {
    byte[] content = raw.content();
    switch (raw.type()) {
      case COMMIT -> s.commits().insert(repo, List.of(GitObjects.parseCommit(id, content)));
      case TAG -> s.tags().insert(repo, List.of(GitObjects.parseTag(id, content)));
      case TREE -> s.trees().insert(List.of(GitObjects.parseTree(id, content)));
      case BLOB -> {
        s.blobs().insertPacked(List.of(packed(id, ObjectType.BLOB, content)));
        s.unfolded().addContent(id, content);
      }
    }
  }

  private static PackedObject packed(ObjectId id, ObjectType type, byte[] content) {
    try (PackedData data = new PackedData()) {
      return new PackedObject(id, type, content.length, Optional.empty(), data.compress(content));
    }
  }

  private void assertReads(Map<ObjectId, TestRepository.Raw> objects) {
    with(
        repo,
        reader -> {
          objects.forEach(
              (id, raw) -> {
                RawObject read = reader.read(id).orElseThrow();
                assertThat(read.type()).isEqualTo(raw.type());
                assertThat(read.content())
                    .as(new String(raw.content(), UTF_8))
                    .isEqualTo(raw.content());
                assertThat(reader.find(id))
                    .contains(new ObjectHeader(raw.type(), raw.content().length));
              });
          return true;
        });
  }

  private void assertMissing(ObjectId id, Absence absence) {
    assertThat(this.<Optional<RawObject>>with(repo, reader -> reader.read(id))).isEmpty();
    assertThat(this.<Optional<ObjectHeader>>with(repo, reader -> reader.find(id))).isEmpty();
    assertThat(this.<Absence>with(repo, reader -> reader.absence(id))).isEqualTo(absence);
  }

  private <R> R with(long repository, Function<ObjectReader, R> work) {
    return store.read(
        s -> {
          try (ObjectReader reader = new ObjectReader(s, repository)) {
            return work.apply(reader);
          }
        });
  }
}
