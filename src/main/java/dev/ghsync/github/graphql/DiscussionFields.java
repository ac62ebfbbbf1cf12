package dev.ghsync.github.graphql;

import dev.ghsync.github.graphql.DiscussionCommentsPage.MoreReplies;
import dev.ghsync.github.graphql.DiscussionsPage.CommentsSeen;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.RawJson;
import dev.ghsync.model.item.Discussion;
import dev.ghsync.model.item.DiscussionCategory;
import dev.ghsync.model.item.DiscussionComment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of queries about discussions, and the reading of their replies. Reading throws {@link
 * MalformedBody} where anything is null that must not be.
 *
 * @param omitted fields and types that queries must not name, see {@link GraphQl#omitted}
 */
record DiscussionFields(Set<String> omitted) {
  /** Replies of a comment that come with it. */
  private static final int REPLIES = 30;

  private static final String DISCUSSION =
      """
      fragment discussion on Discussion {
        number databaseId title body author { ...actor } authorAssociation category { id name }
        locked upvoteCount createdAt updatedAt comments { totalCount }%s
      }
      """;

  private static final String COMMENT =
      """
      fragment comment on DiscussionComment {
        id databaseId author { ...actor } authorAssociation body createdAt updatedAt deletedAt
        isAnswer upvoteCount%s
      }
      """;

  private static final String CATEGORIES =
      """
          discussionCategories(first: 100) {
            nodes { id name slug emoji description isAnswerable }
          }
      """;

  /** Fields that only newer schemas have, or that are only for {@code raw}. */
  private static final List<String> MORE_OF_DISCUSSION =
      List.of(
          "closed",
          "closedAt",
          "stateReason",
          "isAnswered",
          "answer { databaseId }",
          "answerChosenAt",
          "activeLockReason",
          "lastEditedAt",
          "labels(first: 20) { nodes { name } }",
          "poll { question totalVoteCount options(first: 10) { nodes { option totalVoteCount } } }",
          "reactions { total_count: totalCount }");

  private static final List<String> MORE_OF_COMMENT =
      List.of(
          "lastEditedAt",
          "isMinimized",
          "minimizedReason",
          "reactions { total_count: totalCount }");

  /** Keys that have a column, or that only a query needs. */
  private static final Set<String> NOT_RAW =
      Set.of("id", "body", "author", "replies", "page", "comments", "seen");

  String categories() {
    return CATEGORIES;
  }

  /** The definitions that {@code ...discussion} needs. */
  String discussion() {
    return DISCUSSION.formatted(known(MORE_OF_DISCUSSION)) + GraphQlAccount.fragment(omitted);
  }

  /** The definitions that {@link #page} and {@link #replies} need. */
  String comment() {
    return COMMENT.formatted(known(MORE_OF_COMMENT)) + GraphQlAccount.fragment(omitted);
  }

  private String known(List<String> fields) {
    StringBuilder known = new StringBuilder();
    for (String field : fields) {
      String name = field.replaceFirst("\\W.*", "");
      known.append(omitted.contains(name) ? "" : "\n  " + field);
    }
    return known.toString();
  }

  /** A page of comments with replies. */
  static String page(int size, Optional<String> after) {
    return "page: comments(first: %s%s) { totalCount pageInfo { hasNextPage endCursor } nodes { ...comment %s } }"
        .formatted(Integer.toString(size), after(after), replies(REPLIES, Optional.empty()));
  }

  static String replies(int size, Optional<String> after) {
    return "replies(first: %s%s) { totalCount pageInfo { hasNextPage endCursor } nodes { ...comment } }"
        .formatted(Integer.toString(size), after(after));
  }

  /** The numbers of replies and votes of comments. */
  static String seen(int size, Optional<String> after) {
    return "seen: comments(first: %s%s) { totalCount pageInfo { hasNextPage endCursor } nodes { databaseId upvoteCount deletedAt replies { totalCount } } }"
        .formatted(Integer.toString(size), after(after));
  }

  static String after(Optional<String> cursor) {
    return cursor.map(text -> ", after: " + PullQuery.literal(text)).orElse("");
  }

  // ------------------------------------------------------------------ reading

  static List<DiscussionCategory> categories(Json repository) {
    List<DiscussionCategory> categories = new ArrayList<>();
    for (Json category : repository.object("discussionCategories").requiredList("nodes")) {
      categories.add(
          new DiscussionCategory(
              category.text("id"),
              category.text("name"),
              category.textOrNull("slug"),
              category.textOrNull("emoji"),
              category.textOrNull("description"),
              category.flag("isAnswerable")));
    }
    return categories;
  }

  static Discussion discussion(Json json) {
    Json category = json.object("category");
    Json answer = json.objectOrNull("answer");
    String reason = json.textOrNull("stateReason");
    return new Discussion(
        json.number("number"),
        json.number("databaseId"),
        json.text("title"),
        json.text("body"),
        category.text("name"),
        category.text("id"),
        json.flag("closed", false),
        reason == null ? null : reason.toLowerCase(Locale.ROOT),
        json.has("isAnswered") ? (Boolean) json.flag("isAnswered") : null,
        answer == null ? null : (Long) answer.number("databaseId"),
        GraphQlAccount.userOrNull(json, "author"),
        json.textOrNull("authorAssociation"),
        json.flag("locked"),
        json.number("upvoteCount"),
        json.object("comments").number("totalCount"),
        json.time("createdAt"),
        json.time("updatedAt"),
        json.timeOrNull("closedAt"),
        RawJson.of(json, NOT_RAW));
  }

  static DiscussionCommentsPage comments(Json discussion, long number) {
    Json page = discussion.object("page");
    List<DiscussionComment> comments = new ArrayList<>();
    List<MoreReplies> more = new ArrayList<>();
    for (Json comment : page.requiredList("nodes")) {
      DiscussionComment top = comment(comment, number, null);
      comments.add(top);
      Json replies = comment.object("replies");
      for (Json reply : replies.requiredList("nodes")) {
        comments.add(comment(reply, number, top.id()));
      }
      PullQuery.next(replies)
          .ifPresent(after -> more.add(new MoreReplies(top.id(), comment.text("id"), after)));
    }
    return new DiscussionCommentsPage(number, comments, seen(page), PullQuery.next(page), more);
  }

  static DiscussionComment comment(Json json, long number, @Nullable Long replyTo) {
    return new DiscussionComment(
        json.number("databaseId"),
        number,
        replyTo,
        GraphQlAccount.userOrNull(json, "author"),
        json.textOrNull("authorAssociation"),
        json.text("body"),
        json.flag("isAnswer"),
        json.number("upvoteCount"),
        json.time("createdAt"),
        json.time("updatedAt"),
        json.timeOrNull("deletedAt"),
        RawJson.of(json, NOT_RAW));
  }

  /** Reads the numbers of a page of comments. */
  static CommentsSeen seen(Json page) {
    CommentsSeen seen = CommentsSeen.NONE;
    for (Json comment : page.requiredList("nodes")) {
      seen =
          seen.plus(
              CommentsSeen.of(
                  comment.number("databaseId"),
                  comment.object("replies").number("totalCount"),
                  comment.number("upvoteCount"),
                  comment.has("deletedAt")));
    }
    return seen.ofAll(page.number("totalCount"));
  }
}
