package dev.ghsync.git.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.PackBuilder.DeltaBuilder;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackReadingTest {
  @TempDir Path folder;
  @TempDir Path spools;

  @Test
  void everyObjectOfGitsOwnPacksArrives() {
    TestRepository repository = OddRepository.create(folder);
    Map<ObjectId, TestRepository.Raw> objects = repository.objects();

    for (String offsets : List.of("--delta-base-offset", "--no-reuse-delta")) {
      assertSame(Packs.read(repository.packOfAll(offsets), spools), objects);
    }
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void deepChainsOfGitsOwnAreExpanded() {
    TestRepository repository = LongHistory.create(folder, 300);
    Map<ObjectId, TestRepository.Raw> objects = repository.objects();

    for (String offsets : List.of("--delta-base-offset", "--no-reuse-delta")) {
      byte[] pack = repository.packOfAll(offsets, "--depth=4095", "--window=50");
      assertSame(Packs.read(pack, spools), objects);
      assertSame(Packs.read(pack, spools, withoutMemory()), objects);
    }
  }

  @Test
  void commitsComeFirst() {
    RecordingSink sink = Packs.read(OddRepository.create(folder).packOfAll(), spools);

    int commits = sink.order.lastIndexOf(ObjectType.COMMIT) + 1;
    assertThat(sink.order.subList(0, commits)).containsOnly(ObjectType.COMMIT);
  }

  @Test
  void anEmptyPackHasNoObjects() {
    assertThat(Packs.read(new PackBuilder().build(), spools).isEmpty()).isTrue();
  }

  @Test
  void anObjectThatIsThereTwiceIsRight() {
    PackBuilder pack = new PackBuilder();
    pack.whole(ObjectType.BLOB, bytes("same"));
    pack.whole(ObjectType.BLOB, bytes("same"));
    pack.referenceDelta(blob("same"), append("same", "!"));
    pack.referenceDelta(blob("same"), append("same", "?"));

    assertThat(Packs.read(pack.build(), spools).objects)
        .containsOnlyKeys(blob("same"), blob("same!"), blob("same?"));
  }

  @Test
  void basesMayComeAfterTheirDeltas() {
    PackBuilder pack = new PackBuilder();
    pack.referenceDelta(blob("abc"), append("abc", "d"));
    int middle = pack.referenceDelta(blob("ab"), append("ab", "c"));
    pack.offsetDelta(middle, append("abc", "x"));
    pack.referenceDelta(blob("a"), append("a", "b"));
    pack.whole(ObjectType.BLOB, bytes("a"));

    assertThat(Packs.read(pack.build(), spools).objects)
        .containsOnlyKeys(blob("a"), blob("ab"), blob("abc"), blob("abcd"), blob("abcx"));
  }

  @Test
  void aChainOfAnyDepthIsExpandedWithoutRecursion() {
    PackBuilder pack = new PackBuilder();
    int base = pack.whole(ObjectType.BLOB, bytes(""));
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      byte[] delta = append(content.toString(), "x");
      boolean byOffset = i % 2 == 0;
      base =
          byOffset
              ? pack.offsetDelta(base, delta)
              : pack.referenceDelta(blob(content.toString()), delta);
      content.append('x');
    }

    assertThat(Packs.read(pack.build(), spools).objects)
        .hasSize(5001)
        .containsKey(blob("x".repeat(5000)));
  }

  @Test
  void basesThatWaitBeyondTheBudgetLieInFiles() {
    PackBuilder pack = new PackBuilder();
    List<ObjectId> expected = new ArrayList<>();
    addTwoDeltasEach(pack, pack.whole(ObjectType.BLOB, bytes("-")), "-", 7, expected);

    assertThat(Packs.read(pack.build(), spools, withoutMemory()).objects.keySet())
        .hasSize(255)
        .containsAll(expected);
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void aBlobThatIsTooLargeIsCheckedAndNamedWithItsSize() {
    byte[] large = random(200_000);
    byte[] larger = Arrays.copyOf(large, 300_000);
    PackBuilder pack = new PackBuilder();
    int base = pack.whole(ObjectType.BLOB, large);
    DeltaBuilder grow = new DeltaBuilder(large.length, larger.length).copy(0, large.length);
    int next = pack.offsetDelta(base, grow.insert(new byte[100_000]).build());
    pack.offsetDelta(next, new DeltaBuilder(larger.length, 5).copy(199_998, 5).build());
    byte[] small = Arrays.copyOfRange(larger, 199_998, 200_003);

    RecordingSink sink = Packs.read(pack.build(), spools, limits(150_000));

    assertThat(sink.oversized)
        .containsOnly(
            Map.entry(GitObjects.id(ObjectType.BLOB, large), 200_000L),
            Map.entry(GitObjects.id(ObjectType.BLOB, larger), 300_000L));
    assertThat(sink.objects).containsOnlyKeys(GitObjects.id(ObjectType.BLOB, small));
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void aDeltaThatIsLongerThanItsObjectArrivesWhole() {
    DeltaBuilder wasteful = new DeltaBuilder(1, 200_000);
    for (int i = 0; i < 200_000; i++) {
      wasteful.copy(0, 1);
    }
    PackBuilder pack = new PackBuilder();
    int base = pack.whole(ObjectType.BLOB, bytes("x"));
    byte[] delta = wasteful.build();
    pack.entry(6, delta.length, PackBuilder.distance(pack.offset() - base), stored(delta));

    RecordingSink sink = Packs.read(pack.build(), spools);

    assertThat(sink.objects).containsKey(blob("x".repeat(200_000)));
    assertThat(sink.bases).isEmpty();
    assertThat(sink.data.get(blob("x".repeat(200_000)))).hasSizeLessThan(1000);
  }

  @Test
  void whatTreesNameAndThePackLacksIsReferenced() {
    byte[] submodule = bytes("160000 s\0" + "s".repeat(20));
    byte[] link = bytes("120000 l\0" + "l".repeat(20));
    byte[] file = tree("100644 f", blob("here"));
    byte[] first = concat(file, bytes("100755 g\0" + "g".repeat(20)), link, submodule);
    byte[] second = concat(file, bytes("100755 g\0" + "h".repeat(20)), link, submodule);
    byte[] folder = concat(bytes("40000 d\0" + "d".repeat(20)), first);
    PackBuilder pack = new PackBuilder();
    int base = pack.whole(ObjectType.TREE, first);
    pack.offsetDelta(base, insertOnly(first, second));
    pack.offsetDelta(base, insertOnly(first, folder));
    pack.whole(ObjectType.BLOB, bytes("here"));

    RecordingSink sink = Packs.read(pack.build(), spools);

    assertThat(sink.referencedTrees).containsExactly(ObjectId.of(bytes("d".repeat(20)), 0));
    assertThat(sink.referencedBlobs)
        .containsExactlyInAnyOrder(
            ObjectId.of(bytes("g".repeat(20)), 0),
            ObjectId.of(bytes("h".repeat(20)), 0),
            ObjectId.of(bytes("l".repeat(20)), 0));
  }

  /** Git does not write such a tree. */
  @Test
  void anUnsortedTreeNamesAllThatItContains() {
    byte[] first = bytes("100644 c\0" + "1".repeat(20) + "100644 a\0" + "2".repeat(20));
    byte[] second = bytes("100644 a\0" + "3".repeat(20) + "100644 c\0" + "1".repeat(20));
    PackBuilder pack = new PackBuilder();
    int base = pack.whole(ObjectType.TREE, first);
    pack.offsetDelta(base, insertOnly(first, second));

    assertThat(Packs.read(pack.build(), spools).referencedBlobs)
        .containsExactlyInAnyOrder(
            ObjectId.of(bytes("1".repeat(20)), 0),
            ObjectId.of(bytes("2".repeat(20)), 0),
            ObjectId.of(bytes("3".repeat(20)), 0));
  }

  @Test
  void referencesOfGitsOwnPacksAreThoseThatAreMissing() {
    TestRepository repository = LongHistory.create(folder, 60);
    List<ObjectId> all = List.copyOf(repository.objects().keySet());
    Random random = new Random(3);
    for (int i = 0; i < 5; i++) {
      List<ObjectId> some = all.stream().filter(id -> random.nextBoolean()).toList();

      RecordingSink sink = Packs.read(repository.pack(some, "--delta-base-offset"), spools);

      Set<ObjectId> expected = new HashSet<>();
      repository.objects(some).values().stream()
          .filter(raw -> raw.type() == ObjectType.TREE)
          .map(raw -> GitObjects.parseTree(all.get(0), raw.content()))
          .forEach(tree -> tree.entries().forEach(e -> expected.add(e.id())));
      some.forEach(expected::remove);
      Set<ObjectId> found = new HashSet<>(sink.referencedTrees);
      found.addAll(sink.referencedBlobs);
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void treesThatDoNotFitIntoMemoryAreReadInPieces() {
    TestRepository repository = OddRepository.create(folder);
    RecordingSink inMemory = Packs.read(repository.packOfAll("--delta-base-offset"), spools);

    PackLimits pieces = new PackLimits(10 << 20, 10, 1 << 20, 0, 0, 1 << 30);
    RecordingSink sink = Packs.read(repository.packOfAll("--delta-base-offset"), spools, pieces);

    assertSame(sink, repository.objects());
    assertThat(sink.tooLarge).isEmpty();
    assertThat(sink.referencedTrees).isEqualTo(inMemory.referencedTrees);
    assertThat(sink.referencedBlobs).isEqualTo(inMemory.referencedBlobs);
  }

  @Test
  void treesThatAreTooLargeAreReportedAndTheOthersArrive() {
    String name = HexFormat.of().formatHex(random(50_000));
    byte[] tree = concat(bytes("100644 " + name + "\0"), id('a'));
    byte[] next = concat(tree, bytes("100644 z\0"), id('z'));
    byte[] small = concat(bytes("100644 z\0"), id('z'));
    byte[] root = tree("40000 d", GitObjects.id(ObjectType.TREE, next));
    PackBuilder pack = new PackBuilder();
    int base = pack.whole(ObjectType.TREE, tree);
    int second =
        pack.offsetDelta(
            base,
            new DeltaBuilder(tree.length, next.length).copy(0, tree.length).insert(small).build());
    pack.offsetDelta(
        second,
        new DeltaBuilder(next.length, small.length).copy(tree.length, small.length).build());
    pack.whole(ObjectType.TREE, root);

    RecordingSink sink =
        Packs.read(pack.build(), spools, new PackLimits(1, 10, 1000, 0, 0, 1 << 30));

    assertThat(sink.tooLarge)
        .containsOnly(
            Map.entry(GitObjects.id(ObjectType.TREE, tree), (long) tree.length),
            Map.entry(GitObjects.id(ObjectType.TREE, next), (long) next.length));
    assertThat(sink.objects)
        .containsOnlyKeys(
            GitObjects.id(ObjectType.TREE, small), GitObjects.id(ObjectType.TREE, root));
    assertThat(sink.referencedTrees).containsExactly(GitObjects.id(ObjectType.TREE, next));
  }

  @Test
  void aBlobOfJustTheLargestSizeIsHandedOver() {
    PackBuilder pack = new PackBuilder();
    pack.whole(ObjectType.BLOB, new byte[1000]);
    pack.whole(ObjectType.BLOB, new byte[1001]);

    RecordingSink sink = Packs.read(pack.build(), spools, limits(1000));

    assertThat(sink.objects).containsOnlyKeys(GitObjects.id(ObjectType.BLOB, new byte[1000]));
    assertThat(sink.oversized).containsOnlyKeys(GitObjects.id(ObjectType.BLOB, new byte[1001]));
  }

  @Test
  void commitsAndTreesAreReadWhateverTheSizeOfBlobs() {
    TestRepository repository = OddRepository.create(folder);

    RecordingSink sink = Packs.read(repository.packOfAll(), spools, limits(0));

    assertThat(sink.order).hasSameSizeAs(repository.objects().keySet());
    assertThat(sink.oversized)
        .containsOnlyKeys(blob("hello\n"), blob("#!/bin/sh\n"), blob("plain.txt"));
  }

  /** Nothing is cached, and every base that waits goes into a file. */
  private static PackLimits withoutMemory() {
    return new PackLimits(10 << 20, 1 << 20, 1 << 20, 0, 0, 1 << 30);
  }

  private static PackLimits limits(long blobBytes) {
    return new PackLimits(blobBytes, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20);
  }

  private static void assertSame(RecordingSink sink, Map<ObjectId, TestRepository.Raw> objects) {
    assertThat(sink.objects).containsOnlyKeys(objects.keySet());
    objects.forEach((id, raw) -> assertThat(sink.objects.get(id)).isEqualTo(raw.content()));
    assertThat(sink.order).hasSameSizeAs(objects.keySet());
  }

  private static void addTwoDeltasEach(
      PackBuilder pack, int base, String content, int levels, List<ObjectId> expected) {
    if (levels == 0) {
      return;
    }
    for (String more : List.of("a", "b")) {
      int offset = pack.offsetDelta(base, append(content, more));
      expected.add(blob(content + more));
      addTwoDeltasEach(pack, offset, content + more, levels - 1, expected);
    }
  }

  private static byte[] append(String base, String more) {
    DeltaBuilder delta = new DeltaBuilder(base.length(), base.length() + (long) more.length());
    if (!base.isEmpty()) {
      delta.copy(0, base.length());
    }
    return delta.insert(bytes(more)).build();
  }

  private static ObjectId blob(String content) {
    return GitObjects.id(ObjectType.BLOB, bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] tree(String modeAndName, ObjectId id) {
    return concat(bytes(modeAndName + "\0"), id.bytes());
  }

  private static byte[] id(char c) {
    return bytes(String.valueOf(c).repeat(20));
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A delta that copies nothing. */
  private static byte[] insertOnly(byte[] base, byte[] result) {
    return new DeltaBuilder(base.length, result.length).insert(result).build();
  }

  /** Data in zlib's format that is not compressed. */
  private static byte[] stored(byte[] data) {
    Deflater deflater = new Deflater(Deflater.NO_COMPRESSION);
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[data.length + 1000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
