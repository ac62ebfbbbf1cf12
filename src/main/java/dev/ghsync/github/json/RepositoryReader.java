package dev.ghsync.github.json;

import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.ListedRepo;
import dev.ghsync.model.item.Release;
import dev.ghsync.model.item.Repository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads repositories, releases, commit comments and the rate limit. */
public final class RepositoryReader {
  private RepositoryReader() {}

  public static Repository repository(Json repo) {
    return new Repository(
        repo.number("id"),
        name(repo),
        repo.textOrNull("default_branch"),
        repo.textOrNull("description"),
        repo.textOrNull("homepage"),
        repo.textOrNull("language"),
        license(repo),
        repo.list("topics").stream().map(Json::asText).toList(),
        repo.textOrNull("visibility"),
        repo.flag("private", false),
        repo.flag("fork", false),
        repo.flag("archived", false),
        repo.flag("has_issues", true),
        repo.flag("has_pull_requests", true),
        repo.flag("has_discussions", false),
        repo.flag("has_wiki", false),
        mayPush(repo),
        repo.numberOr("stargazers_count", 0),
        repo.numberOr("forks_count", 0),
        repo.numberOr("open_issues_count", 0),
        repo.numberOr("size", 0),
        repo.timeOrNull("created_at"),
        repo.timeOrNull("updated_at"),
        repo.timeOrNull("pushed_at"),
        repo.textOrNull("html_url"));
  }

  /** Reads a repository of a list. */
  public static ListedRepo listed(Json repo) {
    String visibility = repo.textOrNull("visibility");
    String otherwise = repo.flag("private", false) ? "private" : "public";
    return new ListedRepo(
        repo.number("id"),
        name(repo),
        repo.flag("archived", false),
        repo.flag("fork", false),
        visibility == null ? otherwise : visibility);
  }

  public static Release release(Json release) {
    return new Release(
        release.number("id"),
        release.text("tag_name"),
        release.textOrNull("name"),
        release.textOrNull("body"),
        release.flag("draft", false),
        release.flag("prerelease", false),
        AccountReader.userOrNull(release, "author"),
        release.time("created_at"),
        release.timeOrNull("published_at"),
        assets(release),
        RawJson.of(release, RawJson.TEXTS));
  }

  public static CommitComment commitComment(Json comment) {
    return new CommitComment(
        comment.number("id"),
        comment.text("commit_id"),
        comment.textOrNull("path"),
        comment.numberOrNull("line"),
        AccountReader.userOrNull(comment, "user"),
        comment.textOrNull("body"),
        comment.time("created_at"),
        comment.time("updated_at"),
        RawJson.of(comment, RawJson.TEXTS));
  }

  /** Reads {@code /rate_limit}: the part that REST requests count against. */
  public static RateLimit rateLimit(Json answer) {
    Json core = answer.object("resources").object("core");
    return new RateLimit(
        core.number("limit"),
        core.number("remaining"),
        Instant.ofEpochSecond(core.number("reset")));
  }

  private static List<Release.Asset> assets(Json release) {
    return release.list("assets").stream().map(RepositoryReader::asset).toList();
  }

  private static Release.Asset asset(Json asset) {
    return new Release.Asset(
        asset.number("id"),
        asset.text("name"),
        asset.textOrNull("content_type"),
        asset.number("size"),
        asset.numberOr("download_count", 0),
        asset.time("created_at"),
        asset.time("updated_at"),
        asset.textOrNull("browser_download_url"));
  }

  private static RepoName name(Json repo) {
    return RepoName.parse(repo.text("full_name"))
        .orElseThrow(() -> repo.wrong("full_name is not owner/name"));
  }

  private static boolean mayPush(Json repo) {
    Json permissions = repo.objectOrNull("permissions");
    return permissions != null && permissions.flag("push", false);
  }

  private static @Nullable String license(Json repo) {
    Json license = repo.objectOrNull("license");
    return license == null ? null : license.textOrNull("spdx_id");
  }
}
