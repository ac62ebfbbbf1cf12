package dev.ghsync.store.table;

import dev.ghsync.model.item.Release;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code releases} and {@code release_assets}. */
public final class Releases {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM releases
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO releases (repo_id, id, tag_name, name, body, draft, prerelease, author_login, author_id,
            created_at, published_at, raw)
          VALUES (:repo, :id, :tag_name, :name, :body, :draft, :prerelease, :author_login, :author_id,
            :created_at, :published_at, :raw)
          ON CONFLICT (repo_id, id) DO UPDATE SET tag_name = excluded.tag_name,
            name = excluded.name, body = excluded.body, draft = excluded.draft,
            prerelease = excluded.prerelease, author_login = excluded.author_login,
            author_id = coalesce(excluded.author_id, author_id),
            created_at = excluded.created_at, published_at = excluded.published_at,
            deleted_at = NULL, raw = excluded.raw
          WHERE (tag_name, name, body, draft, prerelease, author_login, created_at, published_at,
              deleted_at)
            IS NOT (excluded.tag_name, excluded.name, excluded.body, excluded.draft,
              excluded.prerelease, excluded.author_login, excluded.created_at,
              excluded.published_at, NULL)
          """,
          """
          UPDATE releases SET raw = :raw, author_id = coalesce(:author_id, author_id)
          WHERE repo_id = :repo AND id = :id
            AND (raw, author_id) IS NOT (:raw, coalesce(:author_id, author_id))
          """);

  /** Downloads are counted all the time: stored, and no change of the release. */
  private static final Upsert UPSERT_ASSETS =
      new Upsert(
          """
          SELECT id FROM release_assets
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO release_assets (repo_id, id, release_id, name, content_type, size,
            download_count, created_at, updated_at, url)
          VALUES (:repo, :id, :release_id, :name, :content_type, :size, :download_count,
            :created_at, :updated_at, :url)
          ON CONFLICT (repo_id, id) DO UPDATE SET release_id = excluded.release_id,
            name = excluded.name, content_type = excluded.content_type, size = excluded.size,
            download_count = excluded.download_count, created_at = excluded.created_at,
            updated_at = excluded.updated_at, url = excluded.url
          WHERE (release_id, name, content_type, size, created_at, updated_at, url)
            IS NOT (excluded.release_id, excluded.name, excluded.content_type, excluded.size,
              excluded.created_at, excluded.updated_at, excluded.url)
          """,
          """
          UPDATE release_assets SET download_count = :download_count
          WHERE repo_id = :repo AND id = :id AND download_count <> :download_count
          """);

  private static final String DELETE_OTHER_ASSETS =
      """
      DELETE FROM release_assets
      WHERE repo_id = :repo AND release_id IN (SELECT value FROM json_each(:releases))
        AND id NOT IN (SELECT value FROM json_each(:keys))
      RETURNING release_id
      """;

  private static final String BURY_OTHERS =
      """
      UPDATE releases SET deleted_at = :now
      WHERE repo_id = :repo AND deleted_at IS NULL
        AND id NOT IN (SELECT value FROM json_each(:keys))
        AND (draft = 0
          OR (SELECT may_push FROM repos WHERE id = :repo)
          OR EXISTS (SELECT 1 FROM releases shown WHERE shown.repo_id = :repo AND shown.draft = 1
            AND shown.id IN (SELECT value FROM json_each(:keys))))
      RETURNING id
      """;

  private static final String BURY =
      """
      UPDATE releases SET deleted_at = :now
      WHERE repo_id = :repo AND id = :id AND deleted_at IS NULL
        AND (draft = 0 OR (SELECT may_push FROM repos WHERE id = :repo))
      """;

  private final Handle handle;

  public Releases(Handle handle) {
    this.handle = handle;
  }

  /** Stores releases with their assets as sets; a release with another set of assets is updated. */
  public RowChanges upsert(long repo, List<Release> releases) {
    new Users(handle).upsert(repo, releases.stream().map(Release::author).toList());
    RowChanges written = UPSERT.write(handle, repo, releases, Release::id, Releases::bind);
    Set<Long> touched = assets(repo, releases);
    touched.removeAll(new HashSet<>(written.created()));
    touched.removeAll(new HashSet<>(written.updated()));
    return written.plus(new RowChanges(List.of(), List.copyOf(touched), List.of()));
  }

  private static void bind(PreparedBatch row, Release r) {
    row.bind("id", r.id())
        .bind("tag_name", r.tagName())
        .bind("name", r.name())
        .bind("body", r.body())
        .bind("draft", r.draft())
        .bind("prerelease", r.prerelease())
        .bind("author_login", Users.login(r.author()))
        .bind("author_id", Users.id(r.author()))
        .bind("created_at", SqlValues.text(r.createdAt()))
        .bind("published_at", SqlValues.text(r.publishedAt()))
        .bind("raw", r.raw());
  }

  private record Owned(long release, Release.Asset asset) {}

  /** Gives the releases whose assets changed. */
  private Set<Long> assets(long repo, List<Release> releases) {
    List<Owned> assets = new ArrayList<>();
    for (Release release : releases) {
      release.assets().forEach(asset -> assets.add(new Owned(release.id(), asset)));
    }
    List<Long> deletedFrom =
        handle
            .createQuery(DELETE_OTHER_ASSETS)
            .bind("repo", repo)
            .bind("releases", SqlValues.array(releases.stream().map(Release::id).toList()))
            .bind("keys", SqlValues.array(assets.stream().map(o -> o.asset().id()).toList()))
            .mapTo(Long.class)
            .list();
    Set<Long> touched = new HashSet<>(deletedFrom);
    RowChanges written =
        UPSERT_ASSETS.write(handle, repo, assets, o -> o.asset().id(), Releases::bindAsset);
    Set<Long> changed = new HashSet<>(written.created());
    changed.addAll(written.updated());
    for (Owned owned : assets) {
      if (changed.contains(owned.asset().id())) {
        touched.add(owned.release());
      }
    }
    return touched;
  }

  private static void bindAsset(PreparedBatch row, Owned owned) {
    Release.Asset a = owned.asset();
    row.bind("id", a.id())
        .bind("release_id", owned.release())
        .bind("name", a.name())
        .bind("content_type", a.contentType())
        .bind("size", a.size())
        .bind("download_count", a.downloadCount())
        .bind("created_at", SqlValues.text(a.createdAt()))
        .bind("updated_at", SqlValues.text(a.updatedAt()))
        .bind("url", a.url());
  }

  /**
   * Marks the releases that are not among {@code ids} as deleted. Of drafts that tells nothing
   * where the token may not push and so is shown none.
   */
  public RowChanges markOthersDeleted(long repo, Collection<Long> ids, Instant now) {
    return RowChanges.deleted(
        handle
            .createQuery(BURY_OTHERS)
            .bind("repo", repo)
            .bind("keys", SqlValues.array(ids))
            .bind("now", SqlValues.text(now))
            .mapTo(Long.class)
            .list());
  }

  /** Marks one release as deleted, a draft only where the token would be shown it. */
  public RowChanges markDeleted(long repo, long id, Instant now) {
    int n =
        handle
            .createUpdate(BURY)
            .bind("repo", repo)
            .bind("id", id)
            .bind("now", SqlValues.text(now))
            .execute();
    return n == 0 ? RowChanges.NOTHING : RowChanges.deleted(List.of(id));
  }
}
