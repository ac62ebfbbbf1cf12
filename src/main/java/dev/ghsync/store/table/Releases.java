package dev.ghsync.store.table;

import dev.ghsync.model.item.Release;

/** The tables {@code releases} and {@code release_assets}. */
public final class Releases {
  /**
   * A list without drafts says nothing of them where the token may not push, unless it shows
   * another one.
   */
  private static final String DELETABLE =
      """
      r.draft = 0
        OR (SELECT p.may_push FROM main.repos p WHERE p.id = r.repo_id)
        OR EXISTS (SELECT 1 FROM main.releases s
          WHERE s.repo_id = r.repo_id AND s.draft = 1 AND s.id IN (SELECT id FROM shown))
      """;

  public static final Table<Release> TABLE =
      Table.<Release>named("releases", "release")
          .key("id", Release::id)
          .softDeleted()
          .deletable(DELETABLE)
          .draft("r.draft")
          .shownAs("r.tag_name")
          .columns(
              row ->
                  row.column("tag_name", Release::tagName)
                      .column("name", Release::name)
                      .column("body", Release::body)
                      .column("draft", Release::draft)
                      .column("prerelease", Release::prerelease)
                      .account("author", Release::author)
                      .column("created_at", Release::createdAt)
                      .column("published_at", Release::publishedAt)
                      .raw(Release::raw)
                      .children(assets()))
          .build();

  private Releases() {}

  /** Downloads are counted all the time: they are stored, and make no update of the release. */
  private static ChildTable<Release, Release.Asset> assets() {
    return ChildTable.<Release, Release.Asset>named(
            "release_assets", "release_id", "assets", Release::assets)
        .column("id", Release.Asset::id)
        .column("name", Release.Asset::name)
        .column("content_type", Release.Asset::contentType)
        .column("size", Release.Asset::size)
        .quietColumn("download_count", Release.Asset::downloadCount)
        .column("created_at", Release.Asset::createdAt)
        .column("updated_at", Release.Asset::updatedAt)
        .column("url", Release.Asset::url)
        .updatingParent();
  }
}
