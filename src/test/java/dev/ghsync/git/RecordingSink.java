package dev.ghsync.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.AnnotatedTag;
import dev.ghsync.model.Commit;
import dev.ghsync.model.ObjectId;
import dev.ghsync.model.ObjectType;
import dev.ghsync.model.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers what it is given, each object as its bytes, whose hash it has checked. */
final class RecordingSink implements ObjectSink {
  final Map<ObjectId, byte[]> objects = new HashMap<>();
  final Map<ObjectId, Long> oversized = new HashMap<>();
  final List<ObjectType> order = new ArrayList<>();

  @Override
  public void commit(Commit commit) {
    keep(ObjectType.COMMIT, commit.id(), GitObjects.write(commit));
  }

  @Override
  public void tag(AnnotatedTag tag) {
    keep(ObjectType.TAG, tag.id(), GitObjects.write(tag));
  }

  @Override
  public void tree(Tree tree) {
    keep(ObjectType.TREE, tree.id(), GitObjects.write(tree));
  }

  @Override
  public void blob(ObjectId id, byte[] content) {
    keep(ObjectType.BLOB, id, content);
  }

  @Override
  public void oversized(ObjectId id, long size) {
    oversized.put(id, size);
    order.add(ObjectType.BLOB);
  }

  boolean isEmpty() {
    return order.isEmpty();
  }

  private void keep(ObjectType type, ObjectId id, byte[] content) {
    assertThat(GitObjects.id(type, content)).isEqualTo(id);
    objects.put(id, content);
    order.add(type);
  }
}
