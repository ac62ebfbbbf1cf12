package dev.ghsync.git.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records the bytes of each object and checks their hash. */
public final class RecordingSink implements ObjectSink {
  public final Map<ObjectId, byte[]> objects = new HashMap<>();
  public final Map<ObjectId, Long> oversized = new HashMap<>();
  public final List<ObjectType> order = new ArrayList<>();

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
  public void blob(Blob blob) {
    byte[] content = blob.content();
    if (content == null) {
      oversized.put(blob.id(), blob.size());
      order.add(ObjectType.BLOB);
    } else {
      keep(ObjectType.BLOB, blob.id(), content);
    }
  }

  public boolean isEmpty() {
    return order.isEmpty();
  }

  private void keep(ObjectType type, ObjectId id, byte[] content) {
    assertThat(GitObjects.id(type, content)).isEqualTo(id);
    objects.put(id, content);
    order.add(type);
  }
}
