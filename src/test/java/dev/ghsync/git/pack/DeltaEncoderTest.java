package dev.ghsync.git.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaEncoderTest {
  private final DeltaEncoder encoder = new DeltaEncoder();
  private final PackedData data = new PackedData();

  @TempDir Path folder;

  @Test
  void everyDeltaExpandsToItsTarget() {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      byte[] base = text(random, random.nextInt(2000));
      byte[] target = edited(random, base);
      assertThat(data.apply(data.compress(delta(base, target)), base)).isEqualTo(target);
    }
  }

  @Test
  void sizesAtTheLimitsOfAnInstructionExpandToTheirTargets() {
    Random random = new Random(8);
    for (int size :
        new int[] {0, 1, 15, 16, 17, 127, 128, 254, 255, 65535, 65536, 65537, 200_000}) {
      byte[] base = bytes(random, size);
      byte[] other = bytes(random, size);
      byte[] both = joined(other, base, other);
      for (byte[] target : new byte[][] {base, other, both, joined(base, base)}) {
        assertThat(data.apply(data.compress(delta(base, target)), base)).isEqualTo(target);
        assertThat(data.apply(data.compress(delta(both, target)), both)).isEqualTo(target);
      }
    }
  }

  @Test
  void aChangedLineCostsAboutItsSize() {
    byte[] base = text(new Random(9), 100_000);
    byte[] target = base.clone();
    System.arraycopy("changed".getBytes(StandardCharsets.UTF_8), 0, target, 50_000, 7);
    assertThat(delta(base, target)).hasSizeLessThan(60);
  }

  @Test
  void aFileOfOneByteRepeatedIsIndexedAndEncodedQuickly() {
    byte[] base = new byte[2_000_000];
    byte[] target = new byte[2_000_001];
    assertThat(delta(base, target)).hasSizeLessThan(400);
  }

  @Test
  void aDeltaThatWouldBeTooLargeIsNotReturned() {
    Random random = new Random(10);
    byte[] base = bytes(random, 5000);
    byte[] target = bytes(random, 5000);
    assertThat(encoder.encode(DeltaEncoder.Index.of(base), target, 4000)).isEmpty();
    assertThat(encoder.encode(DeltaEncoder.Index.of(base), base, 4000)).isPresent();
  }

  @Test
  void gitReadsTheDeltas() throws Exception {
    Random random = new Random(11);
    byte[] base = text(random, 150_000);
    byte[] target = joined(edited(random, base), bytes(random, 300), base);
    ObjectId baseId = GitObjects.id(ObjectType.BLOB, base);
    byte[] delta = delta(base, target);
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    pack.writeBytes(
        ByteBuffer.allocate(12)
            .put("PACK".getBytes(StandardCharsets.US_ASCII))
            .putInt(2)
            .putInt(2)
            .array());
    entry(pack, 3, base.length, Optional.empty(), base);
    entry(pack, 7, delta.length, Optional.of(baseId), delta);
    pack.writeBytes(MessageDigest.getInstance("SHA-1").digest(pack.toByteArray()));

    TestRepository git = TestRepository.create(folder.resolve("git"));
    git.gitWithInput(pack.toByteArray(), "index-pack", "--stdin", "--strict");

    String id = GitObjects.id(ObjectType.BLOB, target).hex();
    assertThat(git.git("cat-file", "blob", id)).isEqualTo(target);
  }

  /** Writes an entry as in a pack: type and size, the base of a delta, the data. */
  private void entry(
      ByteArrayOutputStream pack, int type, int size, Optional<ObjectId> base, byte[] content) {
    int rest = size >>> 4;
    pack.write(type << 4 | (size & 15) | (rest > 0 ? 0x80 : 0));
    while (rest > 0) {
      pack.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      rest >>>= 7;
    }
    base.ifPresent(id -> pack.writeBytes(id.bytes()));
    pack.writeBytes(data.compress(content));
  }

  private byte[] delta(byte[] base, byte[] target) {
    return encoder.encode(DeltaEncoder.Index.of(base), target, Integer.MAX_VALUE).orElseThrow();
  }

  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns lines of few different words, so that many blocks occur again. */
  private static byte[] text(Random random, int size) {
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append("word").append(random.nextInt(40)).append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
  }

  /** Returns the base with parts removed, moved and replaced. */
  private static byte[] edited(Random random, byte[] base) {
    byte[] target = base;
    for (int i = random.nextInt(6); i > 0; i--) {
      int from = random.nextInt(target.length + 1);
      int to = from + random.nextInt(target.length - from + 1);
      byte[] before = Arrays.copyOf(target, from);
      byte[] part = Arrays.copyOfRange(target, from, to);
      byte[] after = Arrays.copyOfRange(target, to, target.length);
      target =
          switch (random.nextInt(3)) {
            case 0 -> joined(before, after);
            case 1 -> joined(after, part, before);
            default -> joined(before, bytes(random, random.nextInt(200)), after);
          };
    }
    return target;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
