package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The last step of reading a pack: hands its checked objects over, kind by kind. */
public final class PackDelivery {
  private static final List<ObjectType> ORDER =
      List.of(ObjectType.COMMIT, ObjectType.TAG, ObjectType.TREE, ObjectType.BLOB);

  private final PackIndex index;
  private final ObjectSink sink;

  private PackDelivery(PackIndex index, ObjectSink sink) {
    this.index = index;
    this.sink = sink;
  }

  public static void deliver(SpooledPack pack, ObjectSink sink) {
    PackDelivery delivery = new PackDelivery(pack.index(), sink);
    DeltaForest forest = DeltaForest.ofAll(pack.index());
    AtomicLong allowance = new AtomicLong(Long.MAX_VALUE); // it was bearable once
    try (DeltaExpander unfolder = new DeltaExpander(pack, forest, allowance)) {
      for (ObjectType type : ORDER) {
        delivery.deliver(type, unfolder);
      }
    }
  }

  private void deliver(ObjectType type, DeltaExpander unfolder) {
    for (int entry = 0; entry < index.count(); entry++) {
      if (index.base(entry) == PackIndex.NONE && index.type(entry) == type) {
        unfolder.unfold(entry, this::handOver);
      }
    }
  }

  private void handOver(int entry, Content content) {
    ObjectId id = index.id(entry);
    if (content instanceof Content.InMemory inMemory) {
      handOver(id, index.type(entry), inMemory.bytes());
    } else {
      sink.oversized(id, content.size());
    }
  }

  private void handOver(ObjectId id, ObjectType type, byte[] content) {
    switch (type) {
      case COMMIT -> sink.commit(GitObjects.parseCommit(id, content));
      case TAG -> sink.tag(GitObjects.parseTag(id, content));
      case TREE -> sink.tree(GitObjects.parseTree(id, content));
      case BLOB -> sink.blob(id, content);
    }
  }
}
