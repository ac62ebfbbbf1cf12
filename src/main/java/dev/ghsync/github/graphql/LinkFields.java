package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.model.item.CrossReference;
import dev.ghsync.model.item.ItemLinks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a query that shows where an issue or pull request is mentioned and what it closes.
 */
final class LinkFields {
  /** The definition that mentions need, besides that of an account. */
  static final String FRAGMENT =
      """
      fragment reference on CrossReferencedEvent {
        actor { ...actor } createdAt willCloseTarget
        source { __typename
          ... on Issue { number repository { nameWithOwner } }
          ... on PullRequest { number repository { nameWithOwner } }
        }
      }
      """;

  private LinkFields() {}

  /** Mentions, from a cursor on. */
  static String references(int size, Optional<String> after) {
    return "timelineItems(first: %s%s, itemTypes: [CROSS_REFERENCED_EVENT]) { pageInfo { hasNextPage endCursor } nodes { ...reference } }"
        .formatted(Integer.toString(size), DiscussionFields.after(after));
  }

  /** Issues that a pull request closes, from a cursor on. */
  static String closing(int size, Optional<String> after) {
    return "closingIssuesReferences(first: %s%s) { pageInfo { hasNextPage endCursor } nodes { number repository { nameWithOwner } } }"
        .formatted(Integer.toString(size), DiscussionFields.after(after));
  }

  /** The definitions that the mentions need. */
  static String definitions(Set<String> omitted) {
    return FRAGMENT + GraphQlAccount.fragment(omitted);
  }

  static ItemLinks read(Json item, long number) {
    Json closing = item.objectOrNull("closingIssuesReferences");
    boolean isWhole =
        nextReferences(item).isEmpty() && (closing == null || PullQuery.next(closing).isEmpty());
    return new ItemLinks(
        number, readReferences(item), closing == null ? List.of() : readClosing(closing), isWhole);
  }

  static Optional<String> nextReferences(Json item) {
    Json items = item.objectOrNull("timelineItems");
    return items == null ? Optional.empty() : PullQuery.next(items);
  }

  static Optional<String> nextClosing(Json item) {
    Json closing = item.objectOrNull("closingIssuesReferences");
    return closing == null ? Optional.empty() : PullQuery.next(closing);
  }

  /** A source that the token may not see is left out, and of several mentions the first is kept. */
  private static List<CrossReference> readReferences(Json item) {
    Map<ItemLinks.IssueName, CrossReference> bySource = new LinkedHashMap<>();
    Json items = item.objectOrNull("timelineItems");
    for (Json event : items == null ? List.<Json>of() : items.list("nodes")) {
      Json source = event.objectOrNull("source");
      if (source != null && source.has("number")) {
        ItemLinks.IssueName name = name(source);
        bySource.putIfAbsent(
            name,
            new CrossReference(
                name.repo(),
                name.number(),
                source.text("__typename").equals("PullRequest"),
                GraphQlAccount.userOrNull(event, "actor"),
                event.time("createdAt"),
                event.flag("willCloseTarget")));
      }
    }
    return new ArrayList<>(bySource.values());
  }

  private static List<ItemLinks.IssueName> readClosing(Json closing) {
    return closing.list("nodes").stream().map(LinkFields::name).distinct().toList();
  }

  private static ItemLinks.IssueName name(Json issue) {
    return new ItemLinks.IssueName(
        issue.object("repository").text("nameWithOwner"), issue.number("number"));
  }
}
