package dev.ghsync.git.pack;

import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A pack of very many small files, generated while it is read. The program reads one in its own
 * process, so that a test can give it a small heap.
 */
public final class ManySmallFiles extends InputStream {
  private final int files;
  private final MessageDigest sum = ObjectHasher.sha1();
  private int next;
  private byte[] piece;
  private int at;

  private ManySmallFiles(int files) {
    this.files = files;
    piece = ByteBuffer.allocate(12).putInt(0x5041434b).putInt(2).putInt(files).array();
    sum.update(piece);
  }

  /**
   * Reads a pack and prints the number of its files. The arguments are that number and a folder.
   */
  public static void main(String[] args) throws IOException {
    Counter counter = new Counter();
    ManySmallFiles source = new ManySmallFiles(Integer.parseInt(args[0]));
    try (SpooledPack pack = SpooledPack.receive(source, Path.of(args[1]), Packs.LIMITS)) {
      pack.resolve();
      pack.deliver(counter);
    }
    System.out.println(counter.blobs + " files");
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (at == piece.length && !advance()) {
      return -1;
    }
    int got = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, to, offset, got);
    at += got;
    return got;
  }

  private boolean advance() {
    at = 0;
    if (next > files) {
      return false;
    }
    if (next == files) {
      piece = sum.digest();
    } else {
      byte[] content = ("file " + next).getBytes(StandardCharsets.US_ASCII);
      byte[] data = PackBuilder.deflate(content);
      piece = new byte[1 + data.length];
      piece[0] = (byte) (PackBuilder.code(ObjectType.BLOB) << 4 | content.length);
      System.arraycopy(data, 0, piece, 1, data.length);
      sum.update(piece);
    }
    next++;
    return true;
  }

  private static final class Counter implements ObjectSink {
    private int blobs;

    @Override
    public void commit(Commit commit) {}

    @Override
    public void tag(AnnotatedTag tag) {}

    @Override
    public void references(IdSet trees, IdSet blobs) {}

    @Override
    public void packed(PackedObject object) {
      blobs++;
    }
  }
}
