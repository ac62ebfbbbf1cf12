package dev.ghsync.sync.object;

import static java.util.stream.Collectors.toSet;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.model.git.Tree;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.ObjectGraph.Numbered;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Unfolds the trees and files of some commits from their packed forms into rows, which SQL shows.
 * What no commit shows any more is removed where that is cheap; its packed form stays.
 *
 * <p>The work is done in pieces of some megabytes, each read at once and stored in one transaction.
 * A tree is stored after everything below it. An interrupted run continues: a root is noted before
 * anything below it is unfolded, and as complete at the end.
 */
final class Unfolding {
  private static final int MOST_ROWS = 20_000;
  private static final long MOST_BYTES = Math.min(8 << 20, Runtime.getRuntime().maxMemory() / 28);

  /** A larger tree stays packed, in bytes: its entries as objects take many times its size. */
  private static final long LARGEST_TREE = Runtime.getRuntime().maxMemory() / 8;

  /** A larger tree is read twice instead of being kept, in bytes. */
  private static final int SMALL_TREE = 64 << 10;

  private static final int FILES_AT_ONCE = 5_000;

  /** How many trees or contents one transaction removes. */
  private static final int MOST_REMOVED = 1_000;

  /** What no root shows is searched only for so few roots; else {@code ghsync compact} does it. */
  private static final int FEW_ROOTS = 100;

  private final SyncContext context;
  private final CommitScope scope;

  /** Trees and blobs that were looked at, about 30 bytes each. */
  private final IdSet seen = new IdSet();

  /** Trees whose entries are still to be read, and trees to store after them. */
  private final Deque<Step> steps = new ArrayDeque<>();

  /** Trees that are too large to unfold. */
  private final List<ObjectId> leftPacked = new ArrayList<>();

  /** False once an object was not stored. */
  private boolean isComplete = true;

  Unfolding(SyncContext context) {
    this.context = context;
    this.scope = scope(context.settings().objects());
  }

  /** Returns the commits to show: older ones only if the trees of all commits are kept. */
  private static CommitScope scope(SyncSettings.Objects objects) {
    return objects.expand() == CommitScope.ALL && objects.content() != CommitScope.ALL
        ? CommitScope.HEADS
        : objects.expand();
  }

  /**
   * A step of the work.
   *
   * @param isOpened whether this is a tree that is to be stored now, after everything below it
   * @param tree the opened tree, unless it is so large that it is read again
   */
  private record Step(ObjectId id, ObjectType type, boolean isOpened, Optional<Tree> tree) {
    static Step read(ObjectId id, ObjectType type) {
      return new Step(id, type, false, Optional.empty());
    }
  }

  /** What one transaction stores. */
  private static final class Piece {
    final List<Tree> trees = new ArrayList<>();
    final Map<ObjectId, byte[]> contents = new LinkedHashMap<>();
    int rows;
    long bytes;

    boolean isFull() {
      return rows >= MOST_ROWS || bytes >= MOST_BYTES;
    }
  }

  /**
   * Unfolds what is stored and removes what is not shown any more.
   *
   * @return a note about trees that stay packed for their size
   */
  Optional<String> run() {
    long repo = context.repo();
    correctNames();
    Set<String> wanted = context.store().read(s -> s.unfolded().roots(repo, scope));
    Map<String, Boolean> before = context.store().read(s -> s.unfolded().unfoldedRoots(repo));
    List<String> added =
        stored(wanted.stream().filter(root -> !before.getOrDefault(root, false)).toList());
    List<String> removed = before.keySet().stream().filter(root -> !wanted.contains(root)).toList();
    List<String> done = new ArrayList<>();
    if (!before.keySet().containsAll(added)) {
      context.store().write(s -> s.unfolded().setRoots(repo, added, false));
    }
    for (String root : added) {
      if (context.connection().github().isStopped()) {
        break;
      }
      if (unfold(new ObjectId(root))) {
        done.add(root);
      }
    }
    context.store().read(s -> StoredSince.find(s, repo)).ifPresent(this::unfoldFiles);
    if (!done.isEmpty()) {
      context.store().write(s -> s.unfolded().setRoots(repo, done, true));
    }
    if (!removed.isEmpty()) {
      remove(removed);
    }
    return leftPacked.stream()
        .findFirst()
        .map(tree -> "tree %s is too large to unfold and stays packed".formatted(tree));
  }

  /** Returns those of the roots that are stored. */
  private List<String> stored(List<String> roots) {
    List<ObjectId> ids = roots.stream().map(ObjectId::new).toList();
    List<ObjectId> missing = context.store().read(s -> notStored(s, ids));
    Set<String> texts = missing.stream().map(ObjectId::hex).collect(toSet());
    return roots.stream().filter(root -> !texts.contains(root)).toList();
  }

  private static List<ObjectId> notStored(Reads s, List<ObjectId> roots) {
    List<ObjectId> noTrees = s.absent().listNotStored(ObjectType.TREE, roots);
    return s.absent().listNotStored(ObjectType.BLOB, noTrees);
  }

  /** Corrects the rows of trees of which REST did not show all names. */
  private void correctNames() {
    for (ObjectId id : context.store().read(s -> s.inexact().listPackedTrees())) {
      Optional<Tree> exact =
          context.store().read(s -> read(s, id).filter(tree -> !isShown(s, tree)));
      exact.ifPresent(tree -> context.store().write(s -> s.trees().replace(tree)));
    }
  }

  private static Optional<Tree> read(Reads s, ObjectId id) {
    try (ObjectReader reader = new ObjectReader(s)) {
      return reader.read(id).map(object -> GitObjects.parseTree(id, object.content()));
    }
  }

  private static boolean isShown(Reads s, Tree tree) {
    return s.trees().find(tree.id()).equals(Optional.of(tree));
  }

  /** Returns whether files that no ref reaches are shown too, such as those of older commits. */
  private boolean showsAllThatIsKept() {
    CommitScope kept = context.settings().objects().content();
    return scope == CommitScope.ALL || (scope == CommitScope.HEADS && kept == CommitScope.HEADS);
  }

  /** Unfolds the files among stored objects, as far as all are shown. */
  private void unfoldFiles(StoredSince stored) {
    List<Numbered> files = showsAllThatIsKept() ? listPacked(stored.first(), stored) : List.of();
    while (!files.isEmpty() && !context.connection().github().isStopped()) {
      files.forEach(file -> steps.push(Step.read(file.id(), ObjectType.BLOB)));
      storeSteps();
      files = listPacked(files.get(files.size() - 1).row() + 1, stored);
    }
    if (!context.connection().github().isStopped()) {
      context.store().write(s -> StoredSince.clear(s, context.repo()));
    }
  }

  private List<Numbered> listPacked(long from, StoredSince stored) {
    return context.store().read(s -> s.unfolded().listPacked(from, stored.last(), MOST_ROWS));
  }

  /** Returns whether the root and everything below it is unfolded. */
  private boolean unfold(ObjectId root) {
    steps.push(Step.read(root, ObjectType.TREE));
    storeSteps();
    return isComplete;
  }

  private void storeSteps() {
    while (!steps.isEmpty()) {
      Piece piece =
          context
              .store()
              .read(
                  s -> {
                    try (ObjectReader reader = new ObjectReader(s)) {
                      return collect(s, reader);
                    }
                  });
      context
          .store()
          .write(
              s -> {
                piece.contents.forEach(s.unfolded()::addContent);
                s.trees().insert(piece.trees);
              });
    }
  }

  private Piece collect(Reads s, ObjectReader reader) {
    Piece piece = new Piece();
    while (!steps.isEmpty() && !piece.isFull()) {
      Step step = steps.pop();
      if (step.isOpened()) {
        Tree tree =
            step.tree().orElseGet(() -> parse(step.id(), reader.read(step.id()).orElseThrow()));
        piece.trees.add(tree);
        piece.rows += tree.entries().size() + 1;
      } else if (step.type() == ObjectType.BLOB) {
        addContent(step.id(), reader.read(step.id()).orElseThrow().content(), piece);
      } else {
        open(step.id(), s, reader);
      }
    }
    return piece;
  }

  /** Reads a tree, and leaves its subtrees and files to later steps. */
  private void open(ObjectId id, Reads s, ObjectReader reader) {
    Optional<RawObject> object = reader.read(id);
    if (object.isEmpty()) {
      Optional<Tree> unfolded = s.trees().find(id); // REST does not show the bytes of all names
      unfolded.ifPresent(tree -> addEntries(tree, s));
      isComplete &= unfolded.isPresent();
      return;
    }
    if (object.get().type() == ObjectType.BLOB) {
      addFiles(List.of(id), s);
      return;
    }
    if (object.get().content().length > LARGEST_TREE) {
      leftPacked.add(id);
      return;
    }
    boolean isSmall = object.get().content().length <= SMALL_TREE;
    Optional<Tree> tree = isSmall ? Optional.of(parse(id, object.get())) : Optional.empty();
    steps.push(new Step(id, ObjectType.TREE, true, tree));
    addEntries(object.get().content(), s);
  }

  private static Tree parse(ObjectId id, RawObject tree) {
    return GitObjects.parseTree(id, tree.content());
  }

  private void addEntries(byte[] tree, Reads s) {
    List<ObjectId> files = new ArrayList<>();
    TreeCursor entries = new TreeCursor(tree);
    while (entries.next()) {
      addEntry(entries.type(), ObjectId.of(tree, entries.idAt()), files);
      if (files.size() == FILES_AT_ONCE) {
        addFiles(files, s);
        files.clear();
      }
    }
    addFiles(files, s);
  }

  private void addEntries(Tree tree, Reads s) {
    List<ObjectId> files = new ArrayList<>();
    tree.entries().forEach(entry -> addEntry(entry.type(), entry.id(), files));
    addFiles(files, s);
  }

  private void addEntry(ObjectType type, ObjectId id, List<ObjectId> files) {
    if (type == ObjectType.COMMIT || !seen.add(id)) {
      return;
    }
    if (type == ObjectType.TREE) {
      steps.push(Step.read(id, ObjectType.TREE));
    } else {
      files.add(id);
    }
  }

  private void addFiles(List<ObjectId> files, Reads s) {
    isComplete &= s.absent().listNotStored(ObjectType.BLOB, files).isEmpty();
    s.unfolded().listPacked(files).forEach(file -> steps.push(Step.read(file, ObjectType.BLOB)));
  }

  private static void addContent(ObjectId file, byte[] content, Piece piece) {
    piece.contents.put(file, content);
    piece.bytes += content.length;
    piece.rows++;
  }

  /** Removes roots, and what they alone show. */
  private void remove(List<String> roots) {
    List<Long> trees = context.store().read(s -> left(s, roots));
    List<ObjectId> blobs =
        trees.isEmpty() ? List.of() : context.store().read(s -> s.unfolded().listLeftBlobs(trees));
    context.store().write(s -> s.unfolded().setRoots(context.repo(), roots, false));
    inPieces(blobs, (s, some) -> s.unfolded().removeContents(some));
    inPieces(trees, (s, some) -> s.unfoldedRows().removeTrees(some));
    context.store().write(s -> s.unfolded().removeRoots(context.repo(), roots));
  }

  /** Writes in several transactions, so that other processes never wait long. */
  private <T> void inPieces(List<T> all, BiConsumer<Session, List<T>> write) {
    for (int from = 0; from < all.size(); from += MOST_REMOVED) {
      List<T> some = all.subList(from, Math.min(all.size(), from + MOST_REMOVED));
      context.store().write(s -> write.accept(s, some));
    }
  }

  private List<Long> left(Reads s, List<String> removed) {
    return showsAllThatIsKept() || s.unfolded().countRoots() - removed.size() > FEW_ROOTS
        ? List.of()
        : s.unfolded().listLeft(context.repo(), removed);
  }
}
