package dev.ghsync.sync.objects;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.TreeListing;
import dev.ghsync.model.Blob;
import dev.ghsync.model.ObjectId;
import dev.ghsync.model.Result;
import dev.ghsync.sync.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sizes of blobs that are not here, as the directories that hold them tell. */
final class BlobSizes {
  private final Scope scope;
  private final GitHub github;

  BlobSizes(Scope scope, GitHub github) {
    this.scope = scope;
    this.github = github;
  }

  /**
   * Hands over those that are larger than wanted, without content. A directory that GitHub does not
   * show tells nothing: its blobs are asked for as if they were small.
   *
   * @return the ids of those
   */
  List<ObjectId> storeLarge(List<ObjectId> blobs, ObjectWriter writer) {
    if (blobs.isEmpty()) {
      return List.of();
    }
    Map<ObjectId, ObjectId> folders = scope.store().read(s -> s.trees().findFolders(blobs));
    Set<ObjectId> open = new HashSet<>(blobs);
    List<ObjectId> large = new ArrayList<>();
    for (ObjectId folder : new HashSet<>(folders.values())) {
      Result<Fetched.Fresh<TreeListing>> listing =
          RestSource.fresh(
              github.fetch(scope.endpoints().tree(folder, false), Optional.empty()),
              "tree " + folder);
      if (!(listing instanceof Result.Ok<Fetched.Fresh<TreeListing>> ok)) {
        continue;
      }
      for (TreeListing.Item item : ok.value().value().items()) {
        long size = item.size().orElse(0);
        if (size > scope.settings().objects().maxBlobSize() && open.remove(item.id())) {
          writer.blob(new Blob(item.id(), size, null));
          large.add(item.id());
        }
      }
    }
    return large;
  }
}
