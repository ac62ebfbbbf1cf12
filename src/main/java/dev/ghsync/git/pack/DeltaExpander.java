package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.model.git.ObjectType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Expands delta trees: each object once, its base before it.
 *
 * <p>A base's delta with the largest subtree comes last, and the base is released before it is
 * visited. So a chain of any length needs two objects in memory, and a tree one more for each
 * halving of its size. Bases that are needed later move to files when they exceed a budget, as do
 * objects that are too large for memory. Not thread-safe.
 */
final class DeltaExpander implements Closeable {
  private static final int PIECE_BYTES = 64 << 10;

  /** Instead of a base that is not in memory. */
  static final Content NO_BASE = new Content.InMemory(new byte[0]);

  private final SpooledPack pack;
  private final DeltaForest forest;
  private final AtomicLong allowance;
  private final EntryReader entries;
  private final Delta delta = new Delta();

  /** From the root down to the current object, without those that are no longer needed. */
  private final Deque<Base> path = new ArrayDeque<>();

  private long retainedBytes;

  /**
   * Creates an expander.
   *
   * @param allowance bytes that may still be expanded, shared with other expanders
   */
  DeltaExpander(SpooledPack pack, DeltaForest forest, AtomicLong allowance) {
    this.pack = pack;
    this.forest = forest;
    this.allowance = allowance;
    entries = new EntryReader(pack);
  }

  /** Receives each object. The contents are valid only until the call returns. */
  interface Visitor {
    /**
     * Receives an object.
     *
     * @param base the content of its base; empty for a whole object, and if it is not in memory
     */
    void visit(int entry, Content content, Content base);
  }

  /**
   * Visits a whole object and everything that deltas make of it. A visitor may call {@link
   * DeltaForest#linkWaiting} for the entry that it is shown.
   */
  void expand(int root, Visitor visitor) {
    ObjectType type = pack.index().type(root);
    try {
      visit(root, whole(root, type), NO_BASE, visitor);
      for (Base base = path.peek(); base != null; base = path.peek()) {
        int entry = base.nextDelta(forest);
        Content content = apply(entry, base.content, type);
        Content old = base.content instanceof Content.InMemory ? base.content : NO_BASE;
        if (!base.hasMoreDeltas()) {
          release();
        }
        visit(entry, content, old, visitor);
      }
    } catch (IOException e) {
      throw new SpoolException("cannot read a temporary file", e);
    } finally {
      while (!path.isEmpty()) {
        release();
      }
    }
  }

  @Override
  public void close() {
    entries.close();
  }

  private void visit(int entry, Content content, Content old, Visitor visitor) {
    @Nullable Base above = path.peek();
    Base base = new Base(content);
    path.push(base);
    visitor.visit(entry, content, old);
    base.begin(entry, forest);
    if (!base.hasMoreDeltas()) {
      release();
    } else if (above != null) {
      retain(above);
    }
  }

  private void release() {
    Base base = path.pop();
    if (base.retained) {
      retainedBytes -= base.content.size();
    }
    base.content.close();
  }

  private void retain(Base base) {
    if (!base.retained && base.content instanceof Content.InMemory inMemory) {
      if (retainedBytes + inMemory.size() > pack.limits().retainedBytes()) {
        base.content = spill(inMemory.bytes());
      } else {
        retainedBytes += inMemory.size();
        base.retained = true;
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
    return file;
  }

  private SpoolFile spill(byte[] content) {
    SpoolFile file = SpoolFile.create(pack.folder());
    file.append(content, 0, content.length);
    return file;
  }

  private Content apply(int entry, Content base, ObjectType type) throws IOException {
    entries.open(entry);
    delta.open(entries.stream());
    long size = delta.resultSize();
    require(allowance.addAndGet(-size) >= 0, "the pack's deltas expand to more than is plausible");
    if (size <= pack.limits().inMemory(type)) {
      return new Content.InMemory(delta.apply(base));
    }
    if (!PackLimits.mayBeLarge(type)) {
      throw PackLimits.tooLarge(type, size);
    }
    SpoolFile file = SpoolFile.create(pack.folder());
    delta.apply(base, file);
    return file;
  }

  /** An object that deltas are applied to, and which of them are not yet visited. */
  private static final class Base {
    private Content content;
    private boolean retained;
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
