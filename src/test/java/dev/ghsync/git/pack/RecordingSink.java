package dev.ghsync.git.pack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records the bytes of each object, expanded by its base, and checks their hash. */
public final class RecordingSink implements ObjectSink {
  public final Map<ObjectId, byte[]> objects = new HashMap<>();
  public final Map<ObjectId, Long> oversized = new HashMap<>();
  public final Set<ObjectId> referencedTrees = new HashSet<>();
  public final Set<ObjectId> referencedBlobs = new HashSet<>();
  private final Map<ObjectId, byte[]> tags = new HashMap<>();
  private final PackedData packed = new PackedData();
  public final Map<ObjectId, ObjectId> bases = new HashMap<>();
  public final Map<ObjectId, Long> tooLarge = new HashMap<>();
  public final Map<ObjectId, byte[]> data = new HashMap<>();
  public final List<ObjectType> order = new ArrayList<>();

  @Override
  public void commit(Commit commit) {
    keep(ObjectType.COMMIT, commit.id(), GitObjects.write(commit));
  }

  @Override
  public void references(IdSet trees, IdSet blobs) {
    trees.forEach(referencedTrees::add);
    blobs.forEach(referencedBlobs::add);
  }

  @Override
  public void tooManyReferences() {
    throw new AssertionError("few references were expected");
  }

  @Override
  public void tag(AnnotatedTag tag) {
    tags.put(tag.id(), GitObjects.write(tag));
  }

  @Override
  public void packed(PackedObject object) {
    byte[] bytes = object.data();
    if (bytes == null) {
      oversized.put(object.id(), object.size());
      order.add(object.type());
      return;
    }
    byte[] content =
        object
            .base()
            .map(base -> packed.apply(bytes, requireNonNull(objects.get(base))))
            .orElseGet(() -> packed.whole(bytes, object.size()));
    assertThat(content).hasSize((int) object.size());
    if (object.type() == ObjectType.TAG) {
      assertThat(content).isEqualTo(tags.get(object.id()));
    }
    object.base().ifPresent(base -> bases.put(object.id(), base));
    data.put(object.id(), bytes);
    keep(object.type(), object.id(), content);
  }

  @Override
  public void tooLarge(ObjectId tree, long size) {
    tooLarge.put(tree, size);
  }

  public boolean isEmpty() {
    return order.isEmpty() && tooLarge.isEmpty();
  }

  private void keep(ObjectType type, ObjectId id, byte[] content) {
    assertThat(GitObjects.id(type, content)).isEqualTo(id);
    objects.put(id, content);
    order.add(type);
  }
}
