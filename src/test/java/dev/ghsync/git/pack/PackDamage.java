package dev.ghsync.git.pack;

import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes damaged packs out of a good one, the same for the same seed. */
public final class PackDamage {
  private static final int CHECKSUM_BYTES = 20;

  private final byte[] good;
  private final List<Entry> entries;

  private PackDamage(byte[] good, List<Entry> entries) {
    this.good = good;
    this.entries = entries;
  }

  /** An entry's inflated data, and the number of the entry that it is a delta of. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(@Nullable ObjectType type, int base, byte[] data) {}

  public static PackDamage of(byte[] pack, Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (SpooledPack spooled =
            SpooledPack.receive(new ByteArrayInputStream(pack), folder, Packs.LIMITS);
        EntryReader reader = new EntryReader(spooled)) {
      PackIndex index = spooled.index();
      for (int i = 0; i < index.count(); i++) {
        reader.open(i);
        @Nullable ObjectType type = index.base(i) == PackIndex.NONE ? index.type(i) : null;
        entries.add(new Entry(type, index.base(i), reader.whole()));
      }
    }
    return new PackDamage(pack, entries);
  }

  public byte[] damaged(long seed) {
    Random random = new Random(seed);
    return random.nextInt(3) == 0 ? rebuilt(random) : patched(random);
  }

  /** Bytes changed anywhere, mostly with a right checksum, so that not only that finds it. */
  private byte[] patched(Random random) {
    byte[] pack = Arrays.copyOf(good, good.length - CHECKSUM_BYTES);
    switch (random.nextInt(5)) {
      case 0 -> flipBits(pack, random);
      case 1 -> pack = Arrays.copyOf(pack, random.nextInt(pack.length));
      case 2 -> swap(pack, random);
      case 3 -> overwrite(pack, random);
      default -> pack = withPartTwice(pack, random);
    }
    boolean sealed = random.nextInt(4) > 0;
    return sealed ? PackBuilder.sealed(pack) : Arrays.copyOf(pack, pack.length + CHECKSUM_BYTES);
  }

  /** Entries changed, lost, or given other bases, each compressed as it should be. */
  private byte[] rebuilt(Random random) {
    PackBuilder pack = new PackBuilder();
    int[] offsets = new int[entries.size()];
    int victims = 1 + random.nextInt(3);
    for (int i = 0; i < offsets.length; i++) {
      boolean victim = random.nextInt(offsets.length) < victims;
      Entry entry = entries.get(i);
      byte[] data = victim ? changed(entry.data(), random) : entry.data();
      ObjectType type = entry.type();
      offsets[i] = pack.offset();
      if (type != null) {
        pack.whole(victim && random.nextInt(8) == 0 ? ObjectType.TAG : type, data);
      } else if (!victim || random.nextBoolean()) {
        int base = victim && random.nextInt(4) == 0 ? random.nextInt(i) : entry.base();
        pack.offsetDelta(offsets[base], data);
      }
    }
    return pack.build();
  }

  private static byte[] changed(byte[] data, Random random) {
    byte[] copy =
        Arrays.copyOf(data, random.nextInt(4) == 0 ? random.nextInt(data.length + 3) : data.length);
    for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
      copy[random.nextInt(Math.min(copy.length, 1 + random.nextInt(copy.length)))] =
          (byte) random.nextInt();
    }
    return copy;
  }

  private static void flipBits(byte[] pack, Random random) {
    for (int i = 1 << random.nextInt(5); i > 0; i--) {
      pack[random.nextInt(pack.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private static void swap(byte[] pack, Random random) {
    int length = 1 + random.nextInt(pack.length / 3);
    int first = random.nextInt(pack.length - 2 * length + 1);
    int second = first + length + random.nextInt(pack.length - first - 2 * length + 1);
    byte[] part = Arrays.copyOfRange(pack, first, first + length);
    System.arraycopy(pack, second, pack, first, length);
    System.arraycopy(part, 0, pack, second, length);
  }

  private static void overwrite(byte[] pack, Random random) {
    byte[] noise = new byte[1 + random.nextInt(64)];
    random.nextBytes(noise);
    int at = random.nextInt(pack.length - noise.length);
    System.arraycopy(noise, 0, pack, at, noise.length);
  }

  private static byte[] withPartTwice(byte[] pack, Random random) {
    int from = random.nextInt(pack.length);
    int length = random.nextInt(pack.length - from);
    byte[] longer = Arrays.copyOf(pack, pack.length + length);
    System.arraycopy(pack, from, longer, from + length, pack.length - from);
    return longer;
  }
}
