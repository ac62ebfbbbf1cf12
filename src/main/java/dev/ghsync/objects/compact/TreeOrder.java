package dev.ghsync.objects.compact;

import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The order in which trees can be removed: each one before the trees that it names, and before the
 * base of its delta. No stored tree then ever names a removed one, and each that is left can be
 * read. Trees for which no such order exists are removed together.
 *
 * <p>Memory: 8 bytes for each tree, and 4 for each number of a row.
 */
final class TreeOrder {
  private static final int READ_AT_ONCE = 1000;
  private static final int NAMED_AT_ONCE = 5000;

  private final Reads db;
  private final ObjectReader reader;
  private final BitSet trees = new BitSet();

  /** Unfolded trees follow the packed ones: the number of one is its row plus this. */
  private final int firstUnfolded;

  /** How many trees that are not in the order yet name this one, or are deltas to it. */
  private final int[] before;

  private final Map<ObjectId, Integer> named = new HashMap<>();

  private TreeOrder(Reads db, ObjectReader reader, BitSet packed, BitSet unfolded) {
    this.db = db;
    this.reader = reader;
    firstUnfolded = packed.length();
    trees.or(packed);
    unfolded.stream().forEach(row -> trees.set(firstUnfolded + row));
    before = new int[trees.length()];
  }

  /**
   * Trees to remove in one transaction.
   *
   * @param packed numbers of packed trees
   * @param unfolded numbers of trees that are only unfolded
   */
  record Piece(List<Long> packed, List<Long> unfolded) {}

  /**
   * Returns all trees in pieces.
   *
   * @param packed the numbers of packed trees
   * @param unfolded the numbers of trees that are only unfolded
   * @param most how many trees a piece has
   */
  static List<Piece> pieces(Reads db, BitSet packed, BitSet unfolded, int most) {
    try (ObjectReader reader = new ObjectReader(db)) {
      return new TreeOrder(db, reader, packed, unfolded).pieces(most);
    }
  }

  private List<Piece> pieces(int most) {
    List<Piece> pieces = new ArrayList<>();
    List<Integer> some = new ArrayList<>();
    forEachNext(trees, tree -> before[tree]++);
    BitSet rest = (BitSet) trees.clone();
    BitSet ready = withNoneBefore(trees);
    while (!ready.isEmpty()) {
      BitSet next = new BitSet();
      forEachNext(
          ready,
          tree -> {
            if (--before[tree] == 0) {
              next.set(tree);
            }
          });
      for (int tree = ready.nextSetBit(0); tree >= 0; tree = ready.nextSetBit(tree + 1)) {
        some.add(tree);
        if (some.size() == most) {
          pieces.add(piece(some));
          some.clear();
        }
      }
      rest.andNot(ready);
      ready = next;
    }
    rest.stream().forEach(some::add);
    if (!some.isEmpty()) {
      pieces.add(piece(some));
    }
    return pieces;
  }

  private BitSet withNoneBefore(BitSet of) {
    BitSet found = new BitSet();
    of.stream().filter(tree -> before[tree] == 0).forEach(found::set);
    return found;
  }

  private Piece piece(List<Integer> some) {
    Piece piece = new Piece(new ArrayList<>(), new ArrayList<>());
    for (int tree : some) {
      if (tree < firstUnfolded) {
        piece.packed().add((long) tree);
      } else {
        piece.unfolded().add((long) tree - firstUnfolded);
      }
    }
    return piece;
  }

  // ------------------------------------------------------------------ what a tree must precede

  /** Passes on what these trees must precede, a tree as often as it is named. */
  private void forEachNext(BitSet of, IntConsumer consumer) {
    List<Long> packed = new ArrayList<>();
    List<Long> unfolded = new ArrayList<>();
    for (int tree = of.nextSetBit(0); tree >= 0; tree = of.nextSetBit(tree + 1)) {
      if (tree < firstUnfolded) {
        packed.add((long) tree);
      } else {
        unfolded.add((long) tree - firstUnfolded);
      }
      if (packed.size() + unfolded.size() == READ_AT_ONCE) {
        read(packed, unfolded, consumer);
      }
    }
    read(packed, unfolded, consumer);
    passNamed(consumer);
  }

  private void read(List<Long> packed, List<Long> unfolded, IntConsumer consumer) {
    db.packed()
        .forEach(
            packed,
            tree -> {
              tree.base().ifPresent(base -> pass(base, 1, consumer));
              readEntries(reader.content(tree), consumer);
            });
    db.graph()
        .entries(
            unfolded,
            entry -> {
              if (Tree.Entry.type(entry.mode()) == ObjectType.TREE) {
                add(ObjectId.of(entry.id(), 0), consumer);
              }
            });
    packed.clear();
    unfolded.clear();
  }

  private void readEntries(byte[] content, IntConsumer consumer) {
    TreeCursor entries = new TreeCursor(content);
    while (entries.next()) {
      if (entries.type() == ObjectType.TREE) {
        add(ObjectId.of(content, entries.idAt()), consumer);
      }
    }
  }

  private void add(ObjectId id, IntConsumer consumer) {
    named.merge(id, 1, Integer::sum);
    if (named.size() >= NAMED_AT_ONCE) {
      passNamed(consumer);
    }
  }

  private void passNamed(IntConsumer consumer) {
    db.graph().packed(named.keySet()).forEach(t -> pass(t.row(), count(t.id()), consumer));
    db.graph()
        .unfolded(named.keySet())
        .forEach(t -> pass(firstUnfolded + t.row(), count(t.id()), consumer));
    named.clear();
  }

  private int count(ObjectId id) {
    return named.getOrDefault(id, 0);
  }

  private void pass(long tree, int times, IntConsumer consumer) {
    if (trees.get((int) tree)) {
      for (int i = 0; i < times; i++) {
        consumer.accept((int) tree);
      }
    }
  }
}
