package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.PullContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Fetches the commits and changed files of pull requests. */
public record PullContentSource(GitHub github, RepoName repo, Endpoints endpoints) {
  /** The most pull requests of one query. */
  public static final int BATCH = 50;

  private static final int TOO_LARGE_A_DIFF = 422;

  /**
   * Fetches contents by GraphQL. What a content lacks is null, and {@link #complete} fetches it.
   *
   * @param numbers at most {@value #BATCH}
   */
  public Result<Map<Long, PullContent>> byGraphql(List<Long> numbers) {
    return github.pullContents(repo, numbers);
  }

  /** Fetches by REST what {@code content} lacks. The page of the result has a whole content. */
  public Fetched<PullContent> complete(PullContent content) {
    PullContent result = content;
    if (result.commits() == null) {
      Fetched<List<String>> commits = all(endpoints.pullCommits(content.number()));
      if (!(commits instanceof Fetched.Page<List<String>> page)) {
        return instead(commits);
      }
      result = result.withCommits(page.value());
    }
    if (result.files() == null) {
      Fetched<List<PullContent.ChangedFile>> files = all(endpoints.pullFiles(content.number()));
      if (files instanceof Fetched.NotAvailable<List<PullContent.ChangedFile>> refused
          && refused.status() == TOO_LARGE_A_DIFF) {
        result = result.withFiles(List.of());
      } else if (files instanceof Fetched.Page<List<PullContent.ChangedFile>> page) {
        result = result.withFiles(page.value());
      } else {
        return instead(files);
      }
    }
    return page(result);
  }

  /** Fetches all pages. If the pull request changes meanwhile, the next run reads them again. */
  private <T> Fetched<List<T>> all(Endpoint<List<T>> list) {
    List<T> items = new ArrayList<>();
    Pages<T> pages = Pages.of(github, list);
    while (pages.next()) {
      items.addAll(pages.items());
      if (!pages.page().unread().isEmpty()) {
        return new Fetched.Stopped<>(UnreadableNotes.failure(pages.page().unread().get(0)));
      }
    }
    return pages.end().orElseGet(() -> page(items));
  }

  private static <T> Fetched<T> page(T value) {
    return new Fetched.Page<>(
        value, Optional.empty(), Optional.empty(), OptionalInt.empty(), Instant.EPOCH, List.of());
  }

  private static <T> Fetched<PullContent> instead(Fetched<T> answer) {
    if (answer instanceof Fetched.NotAvailable<T> refused) {
      return new Fetched.NotAvailable<>(refused.status(), refused.message(), refused.location());
    }
    if (answer instanceof Fetched.Forbidden<T> forbidden) {
      return new Fetched.Forbidden<>(forbidden.missing());
    }
    if (answer instanceof Fetched.Stopped<T> stopped) {
      return new Fetched.Stopped<>(stopped.failure());
    }
    return new Fetched.NotModified<>();
  }
}
