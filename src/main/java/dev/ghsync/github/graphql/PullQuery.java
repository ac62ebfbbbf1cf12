package dev.ghsync.github.graphql;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ghsync.github.graphql.PullBatches.Want;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Review;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query for many pull requests with their reviews, and the reading of its reply. Each pull
 * request has an alias, {@code p12} for number 12.
 *
 * <p>Reading throws {@link MalformedBody} where anything is null that must not be: a hole in a
 * list, a connection without its nodes or its end. Such a pull request must not be stored with
 * fewer reviews.
 *
 * @param omitted fields and types that queries must not name, see {@link GraphQl#omitted}
 * @param extras what is shown besides
 */
record PullQuery(Set<String> omitted, PullExtras extras) {
  private static final int LINKS = 20;

  /** The commits; the fragment of a pull request has their number under their own name. */
  static final String COMMITS = "content";

  private static final String REVIEWERS =
      """
        reviewRequests(first: 100) { nodes { requestedReviewer {
          __typename ... on User { login }%s
        } } }
      """;

  /** Fields that may be missing, since other queries show them too. */
  static final Set<String> LINK_FIELDS = Set.of("timelineItems", "closingIssuesReferences");

  /** Fields that may be missing, since the lists of REST show the same. */
  static final Set<String> DISPENSABLE =
      Set.of("headRepository", "reviewRequests", COMMITS, GraphQlContents.FILES);

  String text(List<Want> wants) {
    StringBuilder fields = new StringBuilder();
    for (Want want : wants) {
      String pull = want.after() == null ? "...pull " + links() + contents() : "";
      fields.append(
          "    %s: pullRequest(number: %s) { %s reviews(first: 100%s) { ...page } }\n"
              .formatted(want.alias(), want.number(), pull, want.afterArgument()));
    }
    StringBuilder query = new StringBuilder(GraphQl.query(fields)).append(page());
    if (wants.stream().anyMatch(want -> want.after() == null)) {
      query.append(pull()).append(hasLinks() ? LinkFields.FRAGMENT : "");
      if (!contents().isEmpty()) {
        query.append(GraphQlContents.COMMITS_FRAGMENT).append(GraphQlContents.FILES_FRAGMENT);
      }
    }
    return query.append(GraphQlAccount.fragment(omitted)).toString();
  }

  private boolean hasLinks() {
    return extras.links() && Collections.disjoint(omitted, LINK_FIELDS);
  }

  private String links() {
    return hasLinks()
        ? LinkFields.references(LINKS, Optional.empty())
            + " "
            + LinkFields.closing(LINKS, Optional.empty())
        : "";
  }

  /** Returns the links of a pull request if the reply has all of them. */
  Optional<ItemLinks> links(Json pull, long number) {
    return LINK_FIELDS.stream().allMatch(pull::has)
        ? Optional.of(LinkFields.read(pull, number)).filter(ItemLinks::isWhole)
        : Optional.empty();
  }

  private String contents() {
    return extras.contents() && GraphQlContents.hasFiles(omitted)
        ? " content: commits(first: 100) { ...commits } files(first: 100) { ...files }"
        : "";
  }

  Pull pull(Json pull) {
    return new Pull(
        pull.number("number"),
        pull.bigNumber(id()),
        pull.flag("isDraft", false),
        pull.flag("merged", false),
        pull.timeOrNull("mergedAt"),
        GraphQlAccount.userOrNull(pull, "mergedBy"),
        pull.textOrNull("headRefName"),
        pull.textOrNull("headRefOid"),
        textOrNull(pull.objectOrNull("headRepository"), "nameWithOwner"),
        null,
        pull.textOrNull("baseRefName"),
        pull.textOrNull("baseRefOid"),
        pull.time("updatedAt"),
        new Pull.Stats(
            pull.number("additions"),
            pull.number("deletions"),
            pull.number("changedFiles"),
            pull.object("commits").number("totalCount")),
        reviewers(pull),
        null);
  }

  List<Review> reviews(Json pull, long number) {
    List<Review> reviews = new ArrayList<>();
    for (Json review : pull.object("reviews").requiredList("nodes")) {
      reviews.add(
          new Review(
              review.bigNumber(id()),
              number,
              GraphQlAccount.userOrNull(review, "author"),
              review.text("state"),
              review.textOrNull("body"),
              textOrNull(review.objectOrNull("commit"), "oid"),
              review.timeOrNull("submittedAt"),
              null));
    }
    return reviews;
  }

  /** Returns the cursor of the next page of reviews; empty after the last. */
  static Optional<String> nextReviews(Json pull) {
    return next(pull.object("reviews"));
  }

  /** Returns the cursor of the next page of a connection; empty after the last. */
  static Optional<String> next(Json connection) {
    Json info = connection.object("pageInfo");
    return info.flag("hasNextPage") ? Optional.of(info.text("endCursor")) : Optional.empty();
  }

  boolean hasHeadRepo() {
    return !omitted.contains("headRepository");
  }

  /** Returns a text as a GraphQL literal, which is like JSON's. */
  static String literal(String text) {
    return TextNode.valueOf(text).toString();
  }

  private String pull() {
    String headRepo = hasHeadRepo() ? "  headRepository { nameWithOwner }\n" : "";
    return """
    fragment pull on PullRequest {
      number %s isDraft merged mergedAt mergedBy { ...actor } updatedAt
      headRefName headRefOid baseRefName baseRefOid
      additions deletions changedFiles commits(first: 1) { totalCount }
    %s%s}
    """
        .formatted(id(), headRepo, reviewRequests());
  }

  private String page() {
    return """
    fragment page on PullRequestReviewConnection {
      pageInfo { hasNextPage endCursor }
      nodes { %s author { ...actor } state body submittedAt commit { oid } }
    }
    """
        .formatted(id());
  }

  private String reviewRequests() {
    if (!hasReviewers()) {
      return "";
    }
    StringBuilder others = new StringBuilder();
    for (String type : List.of("Bot", "Mannequin")) {
      if (!omitted.contains(type)) {
        others.append(" ... on ").append(type).append(" { login }");
      }
    }
    if (!omitted.contains("Team") && !omitted.contains("slug")) {
      others.append(" ... on Team { slug }");
    }
    return REVIEWERS.formatted(others);
  }

  /** Returns null where GraphQL does not show all of them. */
  private @Nullable List<Pull.Reviewer> reviewers(Json pull) {
    Json requests = hasReviewers() ? pull.objectOrNull("reviewRequests") : null;
    if (requests == null || !requests.has("nodes")) {
      return null;
    }
    List<Pull.Reviewer> reviewers = new ArrayList<>();
    for (Json request : requests.requiredList("nodes")) {
      Optional<Pull.Reviewer> reviewer = reviewer(request);
      if (reviewer.isEmpty()) {
        return null;
      }
      reviewers.add(reviewer.get());
    }
    return List.copyOf(reviewers);
  }

  /** A team is null to a token that may not see it, and without its name to one without scope. */
  private static Optional<Pull.Reviewer> reviewer(Json request) {
    Json who = request.node().isNull() ? null : request.objectOrNull("requestedReviewer");
    if (who != null && who.has("slug")) {
      return Optional.of(new Pull.Reviewer(null, who.text("slug")));
    }
    return who != null && who.has("login")
        ? Optional.of(new Pull.Reviewer(GraphQlAccount.login(who), null))
        : Optional.empty();
  }

  private boolean hasReviewers() {
    return !omitted.contains("reviewRequests");
  }

  /** Returns the field of the id, with 64 bits if the schema has it. */
  private String id() {
    return omitted.contains("fullDatabaseId") ? "databaseId" : "fullDatabaseId";
  }

  private static @Nullable String textOrNull(@Nullable Json object, String key) {
    return object == null ? null : object.textOrNull(key);
  }
}
