package dev.ghsync.github.graphql;

import dev.ghsync.github.graphql.DiscussionCommentsPage.MoreReplies;
import dev.ghsync.github.graphql.DiscussionCommentsPage.Want;
import dev.ghsync.github.graphql.DiscussionsPage.CommentsSeen;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Discussion;
import dev.ghsync.model.item.DiscussionCategory;
import dev.ghsync.model.item.DiscussionComment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Discussions, which only GraphQL shows. A query that is too much for the server is repeated with
 * half of the items, down to a single one.
 */
public final class GraphQlDiscussions {
  private static final int REPLIES = 100;
  private static final int SEEN = 100;

  /**
   * GitHub refuses this field if the token may not read discussions. A single discussion shows no
   * refusal.
   */
  private static final String PROBE = "    discussions { totalCount }\n";

  private static final String CONVERSION =
      "    d%s: issue(number: %s) { timelineItems(last: 1, itemTypes: [CONVERTED_TO_DISCUSSION_EVENT]) { nodes { ... on ConvertedToDiscussionEvent { discussion { number } } } } }\n";

  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;
  private final ItemBatches batches;

  GraphQlDiscussions(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.listener = listener;
    this.batches = new ItemBatches(this::send, "the discussions of " + repo);
  }

  // ------------------------------------------------------------------ the list

  /** Fetches a page of the list, of fewer discussions where GitHub cannot deliver so many. */
  public Result<DiscussionsPage> list(DiscussionsQuery query) {
    for (int size = query.size(); ; size /= 2) {
      DiscussionsQuery smaller = query.withSize(size);
      boolean divisible = size > 1;
      Outcome<GraphQlReply> outcome = send(omitted -> text(smaller, omitted), divisible);
      if (outcome instanceof Outcome.Success<GraphQlReply> got
          && (!divisible || ItemBatches.isWhole(got.value()))) {
        return Result.ok(page(got.value(), smaller));
      }
      if (!divisible || !(outcome.isTooHeavy() || outcome instanceof Outcome.Success)) {
        return failed(outcome);
      }
    }
  }

  /** Returns how many discussions there are. */
  public Result<Long> count() {
    Outcome<GraphQlReply> outcome = send(omitted -> GraphQl.query(PROBE), false);
    return outcome instanceof Outcome.Success<GraphQlReply> got
        ? Result.ok(
            got.value().repository().orElseThrow().object("discussions").number("totalCount"))
        : failed(outcome);
  }

  private static String text(DiscussionsQuery query, Set<String> omitted) {
    DiscussionFields fields = new DiscussionFields(omitted);
    String list =
        """
            discussions(first: %s%s, %s) {
              pageInfo { hasNextPage endCursor } nodes { ...discussion %s }
            }
        """
            .formatted(
                Integer.toString(query.size()),
                DiscussionFields.after(query.after()),
                query.order().text(),
                query.counted() ? DiscussionFields.seen(SEEN, Optional.empty()) : "");
    String categories = query.after().isEmpty() ? fields.categories() : "";
    return GraphQl.query(list + categories) + fields.discussion();
  }

  private static DiscussionsPage page(GraphQlReply reply, DiscussionsQuery query) {
    Json repository = reply.repository().orElseThrow();
    Json list = repository.object("discussions");
    Optional<String> next = PullQuery.next(list);
    if (next.isPresent() && next.equals(query.after())) {
      throw new MalformedBody("its next page is the page itself");
    }
    List<DiscussionsPage.Entry> entries = new ArrayList<>();
    int holes = 0;
    for (Json node : list.requiredList("nodes")) {
      Optional<DiscussionsPage.Entry> entry = entry(node);
      entry.ifPresent(entries::add);
      holes += entry.isEmpty() ? 1 : 0;
    }
    Optional<List<DiscussionCategory>> categories =
        query.after().isEmpty() && repository.has("discussionCategories")
            ? Optional.of(DiscussionFields.categories(repository))
            : Optional.empty();
    return new DiscussionsPage(entries, next, categories, holes);
  }

  /** Returns nothing for a hole, which is null or lacks a value that the schema promises. */
  private static Optional<DiscussionsPage.Entry> entry(Json node) {
    try {
      Discussion discussion = DiscussionFields.discussion(node.checkObject());
      Json seen = node.objectOrNull("seen");
      return Optional.of(
          new DiscussionsPage.Entry(
              discussion,
              seen == null ? Optional.empty() : Optional.of(DiscussionFields.seen(seen)),
              seen == null ? Optional.empty() : PullQuery.next(seen)));
    } catch (MalformedBody hole) {
      return Optional.empty();
    }
  }

  // ------------------------------------------------------------------ by number

  /**
   * Fetches single discussions.
   *
   * @return empty for one that does not exist; one that GitHub cannot deliver is left out
   */
  public Result<Map<Long, Optional<Discussion>>> byNumber(List<Long> numbers) {
    Map<Long, Optional<Discussion>> found = new HashMap<>();
    return batches
        .each(
            numbers,
            (batch, omitted) -> {
              StringBuilder fields = new StringBuilder(PROBE);
              batch.forEach(number -> fields.append(alias(number, "...discussion")));
              return GraphQl.query(fields) + new DiscussionFields(omitted).discussion();
            },
            number -> Optional.empty(),
            (number, repository) ->
                found.put(
                    number,
                    Optional.ofNullable(repository.objectOrNull(alias(number)))
                        .map(DiscussionFields::discussion)))
        .map(done -> found);
  }

  /** Fetches the numbers of further comments of a discussion, from a cursor on. */
  public Result<CommentsSeen> seen(long number, String after) {
    CommentsSeen seen = CommentsSeen.NONE;
    Optional<String> place = Optional.of(after);
    while (place.isPresent()) {
      Optional<String> from = place;
      Outcome<GraphQlReply> outcome =
          send(o -> GraphQl.query(alias(number, DiscussionFields.seen(SEEN, from))), false);
      if (!(outcome instanceof Outcome.Success<GraphQlReply> got)) {
        return failed(outcome);
      }
      Json page = got.value().repository().orElseThrow().object(alias(number)).object("seen");
      seen = seen.plus(DiscussionFields.seen(page));
      place = PullQuery.next(page).filter(next -> !Optional.of(next).equals(from));
    }
    return Result.ok(seen);
  }

  // ------------------------------------------------------------------ comments

  /**
   * Fetches pages of comments of several discussions. What cannot be delivered is not among the
   * results.
   */
  public Result<List<DiscussionCommentsPage>> comments(List<Want> wants) {
    List<DiscussionCommentsPage> pages = new ArrayList<>();
    return batches
        .each(
            wants,
            GraphQlDiscussions::text,
            want ->
                Optional.of(new Want(want.number(), want.size() / 2, want.after()))
                    .filter(half -> half.size() > 0),
            (want, repository) -> page(repository, want).ifPresent(pages::add))
        .map(done -> pages);
  }

  private static String text(List<Want> wants, Set<String> omitted) {
    StringBuilder fields = new StringBuilder(PROBE);
    for (Want want : wants) {
      fields.append(alias(want.number(), DiscussionFields.page(want.size(), want.after())));
    }
    return GraphQl.query(fields) + new DiscussionFields(omitted).comment();
  }

  private static Optional<DiscussionCommentsPage> page(Json repository, Want want) {
    return Optional.ofNullable(repository.objectOrNull(alias(want.number())))
        .map(discussion -> DiscussionFields.comments(discussion, want.number()))
        .filter(page -> page.next().isEmpty() || !page.next().equals(want.after()));
  }

  /** Fetches all further replies to a comment, from a cursor on. */
  public Result<List<DiscussionComment>> replies(long number, MoreReplies more) {
    List<DiscussionComment> replies = new ArrayList<>();
    Optional<String> place = Optional.of(more.after());
    while (place.isPresent()) {
      Optional<String> from = place;
      Outcome<GraphQlReply> outcome = send(omitted -> text(more, from, omitted), false);
      if (!(outcome instanceof Outcome.Success<GraphQlReply> got)) {
        return failed(outcome);
      }
      Json page = got.value().data().orElseThrow().object("comment").object("replies");
      for (Json reply : page.requiredList("nodes")) {
        replies.add(DiscussionFields.comment(reply, number, more.comment()));
      }
      place = PullQuery.next(page).filter(next -> !Optional.of(next).equals(from));
    }
    return Result.ok(replies);
  }

  private static String text(MoreReplies more, Optional<String> after, Set<String> omitted) {
    String comment =
        "  comment: node(id: %s) { ... on DiscussionComment { %s } }\n"
            .formatted(PullQuery.literal(more.node()), DiscussionFields.replies(REPLIES, after));
    return GraphQl.query(PROBE, comment) + new DiscussionFields(omitted).comment();
  }

  // ------------------------------------------------------------------ conversions

  /** Fetches the discussions that issues were converted to. */
  public Result<Map<Long, Long>> conversions(List<Long> issues) {
    Map<Long, Long> found = new HashMap<>();
    return batches
        .each(
            issues,
            (batch, omitted) -> {
              StringBuilder fields = new StringBuilder(PROBE);
              batch.forEach(n -> fields.append(CONVERSION.formatted(n, n)));
              return GraphQl.query(fields);
            },
            issue -> Optional.empty(),
            (issue, repository) ->
                discussionOf(repository.objectOrNull(alias(issue)))
                    .ifPresent(number -> found.put(issue, number)))
        .map(done -> found);
  }

  private static Optional<Long> discussionOf(@Nullable Json issue) {
    return Stream.ofNullable(issue)
        .flatMap(found -> found.object("timelineItems").list("nodes").stream())
        .flatMap(event -> Stream.ofNullable(event.objectOrNull("discussion")))
        .map(discussion -> discussion.number("number"))
        .findFirst();
  }

  // ------------------------------------------------------------------ queries

  private static String alias(long number) {
    return "d" + number;
  }

  private static String alias(long number, String fields) {
    return "    d%s: discussion(number: %s) { %s }\n".formatted(number, number, fields);
  }

  private Outcome<GraphQlReply> send(Function<Set<String>, String> query, boolean divisible) {
    return graphql.sendAbout("discussions", repo, query, divisible, listener);
  }

  private <T> Result<T> failed(Outcome<GraphQlReply> outcome) {
    return batches.failed(outcome);
  }
}
