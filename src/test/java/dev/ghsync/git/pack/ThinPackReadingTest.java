package dev.ghsync.git.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.PackBuilder.DeltaBuilder;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads hand-made packs whose bases are stored. */
class ThinPackReadingTest {
  @TempDir Path spools;

  private final Map<ObjectId, RawObject> stored = new HashMap<>();
  private final PackBuilder pack = new PackBuilder();
  private final RecordingSink sink = new RecordingSink();

  @Test
  void manyBasesAreFound() throws IOException {
    for (int i = 0; i < 5000; i++) {
      pack.referenceDelta(store(ObjectType.BLOB, "base " + i), append("base " + i, "!"));
    }

    assertThat(read()).isTrue();

    assertThat(sink.order).hasSize(5000);
    assertThat(sink.objects).containsKeys(blob("base 0!"), blob("base 4999!"));
  }

  @Test
  void theLastObjectOfThePackKeepsItsBytes() throws IOException {
    pack.referenceDelta(store(ObjectType.BLOB, "base"), append("base", "!"));
    pack.whole(ObjectType.BLOB, "last".getBytes(UTF_8));

    assertThat(read()).isTrue();

    assertThat(sink.data.get(blob("last"))).isEqualTo(PackBuilder.deflate("last".getBytes(UTF_8)));
  }

  @Test
  void deltasOfDeltasOfStoredObjectsAreRead() throws IOException {
    ObjectId base = store(ObjectType.BLOB, "base");
    int second = pack.referenceDelta(blob("base!"), append("base!", "?"));
    pack.offsetDelta(second, append("base!?", "."));
    pack.referenceDelta(base, append("base", "!"));

    assertThat(read()).isTrue();

    assertThat(sink.objects).containsKeys(blob("base!"), blob("base!?"), blob("base!?."));
    assertThat(sink.bases).containsEntry(blob("base!"), base);
  }

  @Test
  void aCommitMayBeABase() throws IOException {
    String commit =
        "tree " + "12".repeat(20) + "\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nx\n";
    pack.referenceDelta(store(ObjectType.COMMIT, commit), append(commit, "y\n"));

    assertThat(read()).isTrue();

    assertThat(sink.order).containsExactly(ObjectType.COMMIT);
  }

  /** The stored tree may lack objects in this repository. */
  @Test
  void whatAStoredTreeNamesIsReferenced() throws IOException {
    String entry = "100644 a\0" + "x".repeat(20);
    String added = "100644 b\0" + "y".repeat(20);
    pack.referenceDelta(store(ObjectType.TREE, entry), append(entry, added));

    assertThat(read()).isTrue();

    assertThat(sink.referencedBlobs)
        .containsExactlyInAnyOrder(
            ObjectId.of("x".repeat(20).getBytes(UTF_8), 0),
            ObjectId.of("y".repeat(20).getBytes(UTF_8), 0));
  }

  @Test
  void aBaseThatIsNotStoredMakesThePackUseless() throws IOException {
    store(ObjectType.BLOB, "other");
    pack.referenceDelta(blob("base"), append("base", "!"));

    assertThat(read()).isFalse();

    assertThat(sink.isEmpty()).isTrue();
  }

  private boolean read() throws IOException {
    ByteArrayInputStream source = new ByteArrayInputStream(pack.build());
    try (SpooledPack spooled = SpooledPack.receive(source, spools, Packs.LIMITS)) {
      boolean complete = spooled.resolve(this::find);
      if (complete) {
        stored.forEach((id, object) -> sink.objects.put(id, object.content()));
        spooled.deliver(sink);
      }
      return complete;
    }
  }

  private Optional<BaseObjects.Base> find(ObjectId id) {
    return Optional.ofNullable(stored.get(id)).map(o -> new BaseObjects.Base(o, true));
  }

  private ObjectId store(ObjectType type, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    ObjectId id = GitObjects.id(type, bytes);
    stored.put(id, new RawObject(type, bytes));
    return id;
  }

  private static ObjectId blob(String content) {
    return GitObjects.id(ObjectType.BLOB, content.getBytes(UTF_8));
  }

  private static byte[] append(String base, String more) {
    long size = (long) base.length() + more.length();
    return new DeltaBuilder(base.length(), size)
        .copy(0, base.length())
        .insert(more.getBytes(UTF_8))
        .build();
  }
}
