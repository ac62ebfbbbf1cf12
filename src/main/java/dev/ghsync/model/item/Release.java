package dev.ghsync.model.item;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A release or a draft. */
public record Release(
    long id,
    String tagName,
    @Nullable String name,
    @Nullable String body,
    boolean draft,
    boolean prerelease,
    @Nullable User author,
    Instant createdAt,
    @Nullable Instant publishedAt,
    List<Asset> assets,
    String raw) {
  public Release {
    assets = List.copyOf(assets);
  }

  /**
   * A file of a release; its content is not mirrored.
   *
   * @param size in bytes
   * @param url the download URL for browsers
   */
  public record Asset(
      long id,
      String name,
      @Nullable String contentType,
      long size,
      long downloadCount,
      Instant createdAt,
      Instant updatedAt,
      @Nullable String url) {}
}
