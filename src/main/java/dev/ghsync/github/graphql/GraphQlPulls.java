package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Review;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pull requests with all of their reviews. One with a hole, which is a value that is missing
 * against the schema, is left out.
 */
final class GraphQlPulls extends PullBatches {
  private final GraphQl graphql;
  private final PullExtras extras;
  private final Map<Long, PullWithReviews> found = new LinkedHashMap<>();
  private boolean hasSucceeded;

  /**
   * For one call.
   *
   * @param extras commits and files only until they were too much for a query
   * @param failedBefore a query for the pull requests failed in an earlier run
   */
  GraphQlPulls(
      GraphQl graphql,
      RepoName repo,
      PullExtras extras,
      boolean failedBefore,
      Consumer<ApiCall> listener) {
    super(graphql, repo, listener);
    this.graphql = graphql;
    this.extras = extras;
    this.hasSucceeded = failedBefore;
  }

  private boolean asksForContents() {
    return extras().contents();
  }

  private PullExtras extras() {
    return graphql.areContentsHeavy() ? extras.withoutContents() : extras;
  }

  Result<Map<Long, PullWithReviews>> fetch(List<Long> numbers) {
    return run(numbers)
        .<Result<Map<Long, PullWithReviews>>>map(Result::failed)
        .orElseGet(() -> Result.ok(found));
  }

  @Override
  String query(List<Want> wants, Set<String> omitted) {
    return new PullQuery(omitted, extras()).text(wants);
  }

  /** After a success a pull request that cannot be delivered alone is not worth a back-off. */
  @Override
  boolean isDivisible(List<Want> wants) {
    return wants.size() > 1 || hasSucceeded || asksForContents();
  }

  /** Diffs are the most work for the server: the same is asked for without them first. */
  @Override
  void tooHeavy(List<Want> wants) {
    if (asksForContents()) {
      graphql.noteHeavyContents();
      add(wants);
    } else {
      divide(wants);
    }
  }

  @Override
  void leaveOut(long number) {
    found.remove(number);
  }

  /** Takes what is delivered; the rest is queried again, in halves if nothing was delivered. */
  @Override
  void take(List<Want> wants, GraphQlReply reply) {
    hasSucceeded = true;
    if (asksForContents() && wants.stream().anyMatch(want -> lacksContent(want, reply))) {
      tooHeavy(wants);
      return;
    }
    List<Want> missing = new ArrayList<>();
    for (Want want : wants) {
      if (reply.about(want.alias()).stream().allMatch(GraphQlReply.Problem::isFinal)) {
        take(want, reply);
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

  /** Whether the server gave up on commits or files, for a reason that may be the effort. */
  private static boolean lacksContent(Want want, GraphQlReply reply) {
    return reply.about(want.alias()).stream()
        .filter(problem -> !problem.isFinal())
        .anyMatch(
            problem ->
                problem.path().contains(GraphQlContents.FILES)
                    || problem.path().contains(PullQuery.COMMITS));
  }

  private void take(Want want, GraphQlReply reply) {
    boolean hasHole =
        reply.about(want.alias()).stream().anyMatch(problem -> !isDispensable(problem));
    try {
      Json pull = reply.repository().orElseThrow().objectOrNull(want.alias());
      if (pull != null && !hasHole) {
        keep(want, pull, reply);
        return;
      }
    } catch (MalformedBody hole) {
      // The pull request is left out.
    }
    leaveOut(want.number());
  }

  private static boolean isDispensable(GraphQlReply.Problem problem) {
    return problem.path().size() > 2
        && (PullQuery.DISPENSABLE.contains(problem.path().get(2)) || isAboutLinks(problem));
  }

  private static boolean isAboutLinks(GraphQlReply.Problem problem) {
    return !Collections.disjoint(problem.path(), PullQuery.LINK_FIELDS);
  }

  private void keep(Want want, Json json, GraphQlReply reply) {
    PullQuery query = new PullQuery(graphql.omitted(), extras);
    Optional<String> next = PullQuery.nextReviews(json);
    if (next.isPresent() && next.get().equals(want.after())) {
      throw new MalformedBody("its next page is the page itself");
    }
    PullWithReviews before = found.get(want.number());
    Pull pull = before == null ? query.pull(json) : before.pull();
    List<Review> reviews = new ArrayList<>(before == null ? List.of() : before.reviews());
    reviews.addAll(query.reviews(json, want.number()));
    boolean hasHeadRepo = before == null ? hasHeadRepo(want, reply, query) : before.hasHeadRepo();
    Optional<ItemLinks> links = before == null ? links(want, json, reply, query) : before.links();
    Optional<PullContent> content =
        before == null
            ? GraphQlContents.firstPage(json, want.number(), PullQuery.COMMITS)
            : before.content();
    found.put(want.number(), new PullWithReviews(pull, reviews, hasHeadRepo, links, content));
    next.ifPresent(after -> addPage(want.number(), after));
  }

  private static Optional<ItemLinks> links(
      Want want, Json json, GraphQlReply reply, PullQuery query) {
    return reply.about(want.alias()).stream().noneMatch(GraphQlPulls::isAboutLinks)
        ? query.links(json, want.number())
        : Optional.empty();
  }

  private static boolean hasHeadRepo(Want want, GraphQlReply reply, PullQuery query) {
    return query.hasHeadRepo()
        && reply.about(want.alias()).stream()
            .noneMatch(problem -> problem.path().contains("headRepository"));
  }
}
