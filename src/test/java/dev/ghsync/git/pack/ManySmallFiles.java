package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pack of very many small files, after the trees that name a thousand of them each, generated
 * while it is read. The program reads one in its own process, so that a test can give it a small
 * heap.
 */
public final class ManySmallFiles extends InputStream {
  private static final int FILES_OF_A_TREE = 1000;

  private final int files;
  private final int trees;
  private final MessageDigest sum = ObjectHasher.sha1();
  private int next;
  private byte[] piece;
  private int at;

  private ManySmallFiles(int files) {
    this.files = files;
    trees = files / FILES_OF_A_TREE;
    piece = ByteBuffer.allocate(12).putInt(0x5041434b).putInt(2).putInt(trees + files).array();
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
    System.out.println(counter.blobs + " files, " + counter.absent + " absent");
  }

  /** Returns the pack. */
  public static byte[] pack(int files) throws IOException {
    try (ManySmallFiles source = new ManySmallFiles(files)) {
      return source.readAllBytes();
    }
  }

  /** Returns the ids of the pack's trees. */
  public static List<ObjectId> trees(int files) {
    return IntStream.range(0, files / FILES_OF_A_TREE)
        .mapToObj(i -> GitObjects.id(ObjectType.TREE, tree(i * FILES_OF_A_TREE)))
        .toList();
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
    if (next > trees + files) {
      return false;
    }
    if (next == trees + files) {
      piece = sum.digest();
    } else {
      PackBuilder entry = new PackBuilder();
      if (next < trees) {
        entry.whole(ObjectType.TREE, tree(next * FILES_OF_A_TREE));
      } else {
        entry.whole(ObjectType.BLOB, file(next - trees));
      }
      piece = entry.entries();
      sum.update(piece);
    }
    next++;
    return true;
  }

  private static byte[] file(int number) {
    return ("file " + number).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] tree(int firstFile) {
    List<Tree.Entry> entries = new ArrayList<>();
    for (int i = firstFile; i < firstFile + FILES_OF_A_TREE; i++) {
      ObjectId id = GitObjects.id(ObjectType.BLOB, file(i));
      entries.add(new Tree.Entry(0100644, 0, GitText.of("f" + i), id));
    }
    return GitObjects.write(new Tree(ObjectId.of(new byte[20], 0), entries));
  }

  private static final class Counter implements ObjectSink {
    private int blobs;
    private String absent = "no";

    @Override
    public void commit(Commit commit) {}

    @Override
    public void tag(AnnotatedTag tag) {}

    @Override
    public void references(IdSet trees, IdSet blobs) {
      absent = String.valueOf(blobs.size());
    }

    @Override
    public void tooManyReferences() {
      absent = "too many to say what is";
    }

    @Override
    public void tooLarge(ObjectId tree, long size) {}

    @Override
    public void packed(PackedObject object) {
      blobs += object.type() == ObjectType.BLOB ? 1 : 0;
    }
  }
}
