package dev.ghsync.git.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Reads packs the way a fetch does, without a server. */
public final class Packs {
  static final PackLimits LIMITS = PackLimits.withBlobsUpTo(10 << 20);

  private Packs() {}

  public static RecordingSink read(byte[] pack, Path folder) {
    return read(pack, folder, LIMITS);
  }

  public static RecordingSink read(byte[] pack, Path folder, PackLimits limits) {
    RecordingSink sink = new RecordingSink();
    readInto(sink, pack, folder, limits);
    return sink;
  }

  public static void readInto(ObjectSink sink, byte[] pack, Path folder, PackLimits limits) {
    ByteArrayInputStream source = new ByteArrayInputStream(pack);
    try (SpooledPack spooled = SpooledPack.receive(source, folder, limits)) {
      spooled.resolve();
      spooled.deliver(sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
