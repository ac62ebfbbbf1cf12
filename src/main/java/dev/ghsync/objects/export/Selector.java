package dev.ghsync.objects.export;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.objects.Reachability;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.ObjectGraph.Bounds;
import dev.ghsync.store.git.Refs.PeeledRef;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Finds the objects of an export: those that some refs reach. */
final class Selector {
  private final Reads db;
  private final long repo;
  private final Progress progress;
  private final IdSet inexact = new IdSet();

  Selector(Reads db, long repo, Progress progress) {
    this.db = db;
    this.repo = repo;
    this.progress = progress;
    db.inexact().forEachCommit(repo, inexact::add);
    db.inexact().listTrees().forEach(inexact::add);
  }

  /**
   * Finds the objects of all refs with their history; if the files of the history are not stored,
   * or not with their exact bytes, those of the refs' commits; if these are not stored either,
   * those of the default branch's commit.
   *
   * @param shallow the refs' commits without their history, even if it is stored
   * @return what was found last; it may be incomplete
   */
  Selection select(boolean shallow) {
    List<PeeledRef> refs = db.refs().listPeeled(repo);
    Optional<String> head = db.refs().findHead(repo);
    boolean wasWhole = db.graph().findBounds(repo).map(Bounds::history).orElse(false);
    if (!shallow) {
      Selection whole = select(refs, head, true);
      if (wasWhole || (whole.isComplete() && whole.inexact().count() == 0)) {
        return whole;
      }
    }
    Selection heads = select(refs, head, false);
    return heads.isComplete() ? heads : orDefaultBranch(heads);
  }

  private Selection orDefaultBranch(Selection heads) {
    List<PeeledRef> refs =
        heads.refs().stream()
            .filter(ref -> heads.head().equals(Optional.of(ref.ref().name())))
            .toList();
    Selection branch = select(refs, heads.head(), false);
    return branch.isComplete() && !refs.isEmpty() ? branch : heads;
  }

  /** Finds what a tree or blob reaches. */
  Selection selectObjects(List<ObjectId> roots) {
    Collected found = new Collected();
    Reachability.walk(db, repo, roots, false, found);
    return found.selection(List.of(), Optional.empty(), false);
  }

  private Selection select(List<PeeledRef> refs, Optional<String> head, boolean history) {
    Collected found = new Collected();
    List<ObjectId> roots = refs.stream().map(ref -> ref.ref().target()).distinct().toList();
    Reachability.walk(db, repo, roots, history, found);
    return found.selection(refs, head, !history);
  }

  private boolean isExact(ObjectId id) {
    try (ObjectReader reader = new ObjectReader(db, repo)) {
      return reader.read(id).isPresent();
    }
  }

  /** The objects that a walk passes on. */
  private final class Collected implements Reachability.Visitor {
    private static final int STEP = 1000;

    private final ByteArrayOutputStream commits = new ByteArrayOutputStream();
    private final LongStream.Builder packed = LongStream.builder();
    private final List<Selection.Other> others = new ArrayList<>();
    private final Count missing = new Count();
    private final Count unclear = new Count();
    private final Count leftOut = new Count();
    private long reached;

    @Override
    public void reached(ObjectId id, ObjectType type, long row) {
      if (++reached % STEP == 0) {
        progress.done(reached, 0);
      }
      if (row > 0) {
        packed.add(row);
      } else if (type == ObjectType.COMMIT) {
        commits.writeBytes(id.bytes());
        if (inexact.contains(id)) {
          unclear.add("commit " + id, 0);
        }
      } else {
        others.add(new Selection.Other(id, type));
        boolean mayBeInexact = type == ObjectType.TAG || inexact.contains(id);
        if (mayBeInexact && !isExact(id)) {
          unclear.add(type.text() + " " + id, 0);
        }
      }
    }

    @Override
    public void missing(ObjectId id, ObjectType type) {
      missing.add(type.text() + " " + id, 0);
    }

    @Override
    public void leftOut(ObjectId id, long size) {
      leftOut.add("blob " + id, size);
    }

    Selection selection(List<PeeledRef> refs, Optional<String> head, boolean shallow) {
      return new Selection(
          refs,
          head,
          shallow,
          commits.toByteArray(),
          packed.build().sorted().toArray(),
          others,
          missing.lack(),
          unclear.lack(),
          leftOut.lack());
    }
  }

  /** Counts objects and keeps the first. */
  private static final class Count {
    private final List<String> some = new ArrayList<>();
    private long count;
    private long bytes;

    void add(String name, long size) {
      count++;
      bytes += size;
      if (some.size() < Lack.MOST) {
        some.add(name);
      }
    }

    Lack lack() {
      return new Lack(count, bytes, some);
    }
  }
}
