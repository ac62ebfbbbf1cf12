package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.git.ObjectType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Unfolds one delta tree after the other: each object once, its base before it.
 *
 * <p>Of the deltas of a base the one with the largest subtree comes last, and then the base is no
 * longer needed. So a chain of any length takes two objects in memory, and a tree one more for each
 * halving of its size. Bases that wait beyond a budget, and objects that are too large for memory,
 * lie in files. For one thread.
 */
final class DeltaExpander implements Closeable {
  private static final int PIECE_BYTES = 64 << 10;

  private final SpooledPack pack;
  private final DeltaForest forest;
  private final AtomicLong allowance;
  private final EntryReader entries;
  private final Delta delta = new Delta();

  /** From the root down to the object that is being visited, less what is no longer needed. */
  private final Deque<Base> path = new ArrayDeque<>();

  private long waitingBytes;

  /**
   * Makes one that may share its allowance with others.
   *
   * @param allowance bytes that may still be unfolded
   */
  DeltaExpander(SpooledPack pack, DeltaForest forest, AtomicLong allowance) {
    this.pack = pack;
    this.forest = forest;
    this.allowance = allowance;
    entries = new EntryReader(pack);
  }

  /** Hears of each object. What lies in a file is only there until the call returns. */
  interface Visitor {
    void visit(int entry, Content content);
  }

  /**
   * Visits a whole object and all that was made of it by deltas. A visitor may let the entry that
   * it is shown {@link DeltaForest#adopt} others.
   */
  void unfold(int root, Visitor visitor) {
    ObjectType type = pack.index().type(root);
    try {
      enter(root, whole(root, type), visitor);
      for (Base base = path.peek(); base != null; base = path.peek()) {
        int entry = base.nextDelta(forest);
        Content content = apply(entry, base.content, type);
        if (!base.hasMoreDeltas()) {
          leave();
        }
        enter(entry, content, visitor);
      }
    } catch (IOException e) {
      throw new SpoolException("cannot read a temporary file", e);
    } finally {
      while (!path.isEmpty()) {
        leave();
      }
    }
  }

  @Override
  public void close() {
    entries.close();
  }

  private void enter(int entry, Content content, Visitor visitor) {
    @Nullable Base above = path.peek();
    Base base = new Base(content);
    path.push(base);
    visitor.visit(entry, content);
    base.begin(entry, forest);
    if (!base.hasMoreDeltas()) {
      leave();
    } else if (above != null) {
      letWait(above);
    }
  }

  private void leave() {
    Base base = path.pop();
    if (base.waits) {
      waitingBytes -= base.content.size();
    }
    base.content.release();
  }

  private void letWait(Base base) {
    if (!base.waits && base.content instanceof Content.InMemory inMemory) {
      if (waitingBytes + inMemory.size() > pack.limits().waitingBytes()) {
        base.content = inMemory.spill(pack.folder());
      } else {
        waitingBytes += inMemory.size();
        base.waits = true;
      }
    }
  }

  private Content whole(int entry, ObjectType type) throws IOException {
    entries.open(entry);
    if (entries.size() <= pack.limits().inMemory(type)) {
      return new Content.InMemory(entries.whole());
    }
    InputStream data = entries.stream();
    byte[] piece = new byte[PIECE_BYTES];
    SpoolFile file = SpoolFile.create(pack.folder());
    for (int got = data.read(piece); got >= 0; got = data.read(piece)) {
      file.append(piece, 0, got);
    }
    return new Content.InFile(file);
  }

  private Content apply(int entry, Content base, ObjectType type) throws IOException {
    entries.open(entry);
    delta.open(entries.stream());
    long size = delta.resultSize();
    if (allowance.addAndGet(-size) < 0) {
      throw new GitFormatException("the pack's deltas unfold to more than is believable");
    }
    if (size <= pack.limits().inMemory(type)) {
      return new Content.InMemory(delta.apply(base));
    }
    if (type != ObjectType.BLOB) {
      throw new GitFormatException(
          "the pack has a " + type.text() + " of " + size + " bytes, which is too large to read");
    }
    SpoolFile file = SpoolFile.create(pack.folder());
    delta.apply(base, file);
    return new Content.InFile(file);
  }

  /** An object that deltas are applied to, and which of them are still to come. */
  private static final class Base {
    private Content content;
    private boolean waits;
    private int others = PackIndex.NONE;
    private int heaviest = PackIndex.NONE;

    Base(Content content) {
      this.content = content;
    }

    void begin(int entry, DeltaForest forest) {
      int first = forest.firstDelta(entry);
      heaviest = first;
      for (int delta = first; delta != PackIndex.NONE; delta = forest.nextDelta(delta)) {
        if (forest.weight(delta) > forest.weight(heaviest)) {
          heaviest = delta;
        }
      }
      others = first;
      skipHeaviest(forest);
    }

    boolean hasMoreDeltas() {
      return heaviest != PackIndex.NONE;
    }

    int nextDelta(DeltaForest forest) {
      int delta = others;
      if (delta == PackIndex.NONE) {
        delta = heaviest;
        heaviest = PackIndex.NONE;
      } else {
        others = forest.nextDelta(delta);
        skipHeaviest(forest);
      }
      return delta;
    }

    private void skipHeaviest(DeltaForest forest) {
      if (others != PackIndex.NONE && others == heaviest) {
        others = forest.nextDelta(others);
      }
    }
  }
}
