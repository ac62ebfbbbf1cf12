package dev.ghsync.git.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.PackBuilder.DeltaBuilder;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invalid packs are refused: nothing is delivered, and no file stays. */
class BadPackTest {
  private static final byte[] BASE = "0123456789".getBytes(UTF_8);
  private static final int BLOB = PackBuilder.code(ObjectType.BLOB);
  private static final int OFFSET_DELTA = 6;

  @TempDir Path folder;
  @TempDir Path spools;

  private final PackBuilder pack = new PackBuilder();

  @Test
  void aThinPackIsRefused() {
    TestRepository repository = LongHistory.create(folder, 20);
    byte[] revisions = "refs/heads/main\n^refs/heads/main~2\n".getBytes(UTF_8);
    byte[] thin =
        repository.gitWithInput(
            revisions, "pack-objects", "--quiet", "--stdout", "--revs", "--thin");

    assertRefused(thin, "must be self-contained");
  }

  @Test
  void aCutPackIsRefusedWhereverItIsCut() {
    byte[] whole = LongHistory.create(folder, 3).packOfAll();

    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void aWrongChecksumIsRefused() {
    pack.whole(ObjectType.BLOB, BASE);
    byte[] bytes = pack.build();
    bytes[bytes.length - 1]++;

    assertRefused(bytes, "checksum");
  }

  @Test
  void bytesBehindTheEndAreRefused() {
    byte[] bytes = pack.build();

    assertRefused(Arrays.copyOf(bytes, bytes.length + 1), "follows the end");
  }

  @Test
  void aWrongNumberOfObjectsIsRefused() {
    pack.whole(ObjectType.BLOB, BASE);

    assertRefused(pack.build(0), "checksum");
    assertRefused(pack.build(2), "");
    assertRefused(pack.build(Integer.MAX_VALUE), "more objects than can be read");
    assertRefused(pack.build(-1), "more objects than can be read");
  }

  @Test
  void dataThatIsNotAPackIsRefused() {
    assertRefused(PackBuilder.sealed("<html></html>".getBytes(UTF_8)), "not a pack");
    assertRefused(PackBuilder.sealed(new byte[] {'P', 'A', 'C', 'K', 0, 0, 0, 4}), "version");
  }

  @Test
  void unknownKindsOfEntriesAreRefused() {
    for (int code : List.of(0, 5)) {
      PackBuilder unknown = new PackBuilder();
      unknown.entry(code, BASE.length, new byte[0], PackBuilder.deflate(BASE));
      assertRefused(unknown.build(), "unknown type");
    }
  }

  @Test
  void sizesThatLieAreRefused() {
    for (long size :
        List.of(0L, 9L, 11L, 10L + (1L << 32), 10L + (1L << 40), Long.MAX_VALUE, -1L)) {
      PackBuilder lying = new PackBuilder();
      lying.entry(BLOB, size, new byte[0], PackBuilder.deflate(BASE));
      assertRefused(lying.build(), "");
    }
  }

  @Test
  void aCommitBeyondMemoryIsRefused() {
    pack.entry(
        PackBuilder.code(ObjectType.COMMIT), 1L << 33, new byte[0], PackBuilder.deflate(BASE));

    assertRefused(pack.build(), "too large");
  }

  @Test
  void damagedCompressionIsRefused() {
    byte[] data = PackBuilder.deflate(BASE);
    data[data.length - 1]++;
    pack.entry(BLOB, BASE.length, new byte[0], data);

    assertRefused(pack.build(), "damaged");
  }

  @Test
  void compressionWithADictionaryIsRefused() {
    pack.entry(BLOB, BASE.length, new byte[0], new byte[] {0x78, (byte) 0xbb, 0, 0, 0, 1, 3, 0});

    assertRefused(pack.build(), "not compressed as git does it");
  }

  @Test
  void baseOffsetsThatPointNowhereAreRefused() {
    int base = pack.whole(ObjectType.BLOB, BASE);
    for (long distance : List.of(0L, 1L, (long) pack.offset(), 1L << 40, Long.MAX_VALUE)) {
      PackBuilder lost = new PackBuilder();
      lost.whole(ObjectType.BLOB, BASE);
      byte[] delta = delta().copy(0, 10).build();
      byte[] back = PackBuilder.distance(distance);
      lost.entry(OFFSET_DELTA, delta.length, back, PackBuilder.deflate(delta));
      assertRefused(lost.build(), "base");
    }
    assertThat(base).isEqualTo(12);
  }

  @Test
  void aBaseThatNeverComesIsRefused() {
    pack.whole(ObjectType.BLOB, BASE);
    pack.referenceDelta(new ObjectId("01".repeat(20)), delta().copy(0, 10).build());

    assertRefused(pack.build(), "must be self-contained");
  }

  @Test
  void deltasThatLieAreRefused() {
    assertDeltaRefused(new DeltaBuilder(11, 10).copy(0, 10).build(), "does not fit its base");
    assertDeltaRefused(delta().copy(0, 9).build(), "less than it declares");
    assertDeltaRefused(delta().copy(0, 11).build(), "more than it declares");
    assertDeltaRefused(delta().copy(0, 10).insert((byte) 1).build(), "more than it declares");
    assertDeltaRefused(delta().copy(1, 10).build(), "beyond its base's end");
    assertDeltaRefused(delta().copy(0xffffffffL, 10).build(), "beyond its base's end");
    assertDeltaRefused(delta().raw(0).build(), "not defined");
    assertDeltaRefused(delta().raw(10, 1, 2, 3).build(), "middle of an instruction");
    assertDeltaRefused(delta().raw(0x91).build(), "middle of an instruction");
    assertDeltaRefused(delta().copy(0, 0).build(), "more than it declares"); // 0 means 65,536
    assertDeltaRefused(new byte[] {10}, "middle of an instruction");
    assertDeltaRefused(new byte[0], "middle of an instruction");
    byte[] endless = new byte[12];
    Arrays.fill(endless, (byte) 0xff);
    assertDeltaRefused(endless, "impossible size");
  }

  @Test
  void aDeltaOfATreeThatIsNoTreeIsRefused() {
    byte[] tree = "100644 a\00001234567890123456789".getBytes(UTF_8);
    int base = pack.whole(ObjectType.TREE, tree);
    pack.offsetDelta(base, new DeltaBuilder(tree.length, 9).copy(0, 9).build());

    assertRefused(pack.build(), "tree");
  }

  @Test
  void aCommitThatIsNoCommitIsRefused() {
    pack.whole(ObjectType.COMMIT, BASE);

    assertRefused(pack.build(), "commit");
  }

  @Test
  void deltasThatExpandBeyondAllBoundsAreRefused() {
    long size = 1 << 10;
    int base = pack.whole(ObjectType.BLOB, new byte[(int) size]);
    for (int i = 0; i < 20; i++) {
      byte[] twice =
          new DeltaBuilder(size, 2 * size).copy(0, (int) size).copy(0, (int) size).build();
      base = pack.offsetDelta(base, twice);
      size *= 2;
    }

    assertRefused(pack.build(), "more than is plausible", limits(1 << 20));
  }

  @Test
  void aCommitThatADeltaMakesTooLargeIsRefused() {
    byte[] commit = ("tree " + "12".repeat(20) + "\n").getBytes(UTF_8);
    int base = pack.whole(ObjectType.COMMIT, commit);
    pack.offsetDelta(base, new DeltaBuilder(commit.length, 1L << 33).copy(0, 9).build());

    assertRefused(pack.build(), "too large", limits(1L << 40));
  }

  /** Each is refused as one that is in memory, and as one that is read in pieces. */
  @Test
  void treesThatAreNotTreesAreRefused() {
    String id = "x".repeat(20);
    for (String tree :
        List.of(
            "100644 a\0" + "x".repeat(19),
            "100644 a",
            "100644",
            " a\0" + id,
            "100648 a\0" + id,
            "12345670 a\0" + id,
            "0".repeat(108) + " a\0" + id,
            "100644 a\0" + id + "1")) {
      PackBuilder lying = new PackBuilder();
      lying.whole(ObjectType.TREE, tree.getBytes(UTF_8));
      assertRefused(lying.build(), "a tree");
      assertRefused(lying.build(), "a tree", new PackLimits(4, 4, 1 << 20, 0, 0, 1 << 20));
    }
  }

  private void assertDeltaRefused(byte[] delta, String reason) {
    PackBuilder lying = new PackBuilder();
    lying.offsetDelta(lying.whole(ObjectType.BLOB, BASE), delta);
    assertRefused(lying.build(), reason);
    assertRefused(
        lying.build(), reason, new PackLimits(4, 4, 1 << 20, 0, 0, 1 << 20)); // by way of files
  }

  private void assertRefused(byte[] bytes, String reason) {
    assertRefused(bytes, reason, Packs.LIMITS);
  }

  private void assertRefused(byte[] bytes, String reason, PackLimits limits) {
    RecordingSink sink = new RecordingSink();
    assertThatExceptionOfType(GitFormatException.class)
        .isThrownBy(() -> Packs.readInto(sink, bytes, spools, limits))
        .withMessageContaining(reason);
    assertThat(sink.isEmpty()).isTrue();
    assertThat(spools).isEmptyDirectory();
  }

  private static PackLimits limits(long expandedBytes) {
    return new PackLimits(10 << 20, 1 << 20, 1 << 20, 0, 1 << 20, expandedBytes);
  }

  private static DeltaBuilder delta() {
    return new DeltaBuilder(BASE.length, 10);
  }
}
