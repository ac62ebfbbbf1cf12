package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.PullContent.ChangedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commits and changed files of pull requests, 50 of them for one point. All commits are read,
 * in pages. Files that do not fit on the first page, or that have an earlier path, are left to
 * REST, which shows that path.
 */
final class GraphQlContents extends PullBatches {
  private static final Set<String> WITH_EARLIER_PATH = Set.of("RENAMED", "COPIED");
  static final String FILES = "files";

  static final String COMMITS_FRAGMENT =
      """
      fragment commits on PullRequestCommitConnection {
        pageInfo { hasNextPage endCursor } nodes { commit { oid } }
      }
      """;

  static final String FILES_FRAGMENT =
      """
      fragment files on PullRequestChangedFileConnection {
        pageInfo { hasNextPage endCursor } nodes { path additions deletions changeType }
      }
      """;

  private final Map<Long, PullContent> found = new HashMap<>();

  /** For one call. */
  GraphQlContents(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    super(graphql, repo, listener);
  }

  /** Returns the contents of the pull requests that GraphQL delivers, with all of their commits. */
  Result<Map<Long, PullContent>> fetch(List<Long> numbers) {
    return run(numbers)
        .<Result<Map<Long, PullContent>>>map(Result::failed)
        .orElseGet(() -> Result.ok(found));
  }

  @Override
  String query(List<Want> wants, Set<String> omitted) {
    boolean hasFiles = hasFiles(omitted);
    StringBuilder fields = new StringBuilder();
    for (Want want : wants) {
      String files = hasFiles && want.after() == null ? " files(first: 100) { ...files }" : "";
      fields.append(
          "    %s: pullRequest(number: %s) { commits(first: 100%s) { ...commits }%s }\n"
              .formatted(want.alias(), want.number(), want.afterArgument(), files));
    }
    boolean anyFiles = hasFiles && wants.stream().anyMatch(want -> want.after() == null);
    return GraphQl.query(fields) + COMMITS_FRAGMENT + (anyFiles ? FILES_FRAGMENT : "");
  }

  static boolean hasFiles(Set<String> omitted) {
    return !omitted.contains(FILES) && !omitted.contains("changeType");
  }

  /** Reads a content whose commits and files are all on their first pages; else returns nothing. */
  static Optional<PullContent> firstPage(Json pull, long number, String commitsAlias) {
    try {
      Json commits = pull.objectOrNull(commitsAlias);
      List<ChangedFile> files = files(pull);
      return commits == null || files == null || PullQuery.next(commits).isPresent()
          ? Optional.empty()
          : Optional.of(new PullContent(number, ids(commits), files));
    } catch (MalformedBody hole) {
      return Optional.empty();
    }
  }

  private static List<String> ids(Json commits) {
    return commits.requiredList("nodes").stream()
        .map(node -> node.object("commit").text("oid"))
        .toList();
  }

  @Override
  void leaveOut(long number) {
    found.remove(number);
  }

  /** Takes what is delivered; the rest is queried again, in halves if nothing was delivered. */
  @Override
  void take(List<Want> wants, GraphQlReply reply) {
    List<Want> missing = new ArrayList<>();
    for (Want want : wants) {
      List<GraphQlReply.Problem> problems = reply.about(want.alias());
      if (problems.stream().allMatch(GraphQlReply.Problem::isFinal)) {
        take(want, reply.repository().orElseThrow(), problems);
      } else {
        missing.add(want);
      }
    }
    if (missing.size() == wants.size()) {
      divide(missing);
    } else {
      add(missing);
    }
  }

  /** A pull request with an error beside it is left to REST, unless only its files have one. */
  private void take(Want want, Json repository, List<GraphQlReply.Problem> problems) {
    try {
      Json pull = repository.objectOrNull(want.alias());
      if (pull != null && problems.stream().allMatch(one -> one.path().contains(FILES))) {
        keep(want, pull);
        return;
      }
    } catch (MalformedBody hole) {
      // The pull request is left out.
    }
    leaveOut(want.number());
  }

  private void keep(Want want, Json pull) {
    Json commits = pull.object("commits");
    PullContent before = found.get(want.number());
    List<String> ids = new ArrayList<>();
    if (before != null && before.commits() != null) {
      ids.addAll(before.commits());
    }
    ids.addAll(ids(commits));
    Optional<String> next = PullQuery.next(commits);
    if (next.isPresent() && next.get().equals(want.after())) {
      throw new MalformedBody("its next page is the page itself");
    }
    List<ChangedFile> files = before == null ? files(pull) : before.files();
    found.put(want.number(), new PullContent(want.number(), List.copyOf(ids), files));
    next.ifPresent(after -> addPage(want.number(), after));
  }

  /** Returns null where only REST shows all of the files. */
  private static @Nullable List<ChangedFile> files(Json pull) {
    Json files = pull.objectOrNull(FILES);
    if (files == null || PullQuery.next(files).isPresent()) {
      return null;
    }
    List<ChangedFile> all = new ArrayList<>();
    for (Json file : files.requiredList("nodes")) {
      String type = file.text("changeType");
      if (WITH_EARLIER_PATH.contains(type)) {
        return null;
      }
      all.add(
          new ChangedFile(
              file.text("path"),
              null,
              type.equals("DELETED") ? "removed" : type.toLowerCase(Locale.ROOT),
              file.number("additions"),
              file.number("deletions")));
    }
    return List.copyOf(all);
  }
}
