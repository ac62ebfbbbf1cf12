package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scalar fields that a GraphQL query names, each as {@code Type.field}. */
public final class QueryFields {
  private static final Pattern TOKEN =
      Pattern.compile("\\.\\.\\.|[_A-Za-z]\\w*|\"(?:[^\"\\\\]|\\\\.)*\"|\\d+|[^\\s,]");

  /** The types of fields that have fields. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("Query.rateLimit", "RateLimit"),
          Map.entry("Query.repository", "Repository"),
          Map.entry("Repository.pullRequest", "PullRequest"),
          Map.entry("Repository.pullRequests", "PullRequestConnection"),
          Map.entry("Repository.issues", "IssueConnection"),
          Map.entry("PullRequest.mergedBy", "Actor"),
          Map.entry("PullRequest.headRepository", "Repository"),
          Map.entry("PullRequest.commits", "PullRequestCommitConnection"),
          Map.entry("PullRequest.files", "PullRequestChangedFileConnection"),
          Map.entry("PullRequestCommit.commit", "Commit"),
          Map.entry("PullRequest.comments", "IssueCommentConnection"),
          Map.entry("PullRequest.reviews", "PullRequestReviewConnection"),
          Map.entry("PullRequest.reviewThreads", "PullRequestReviewThreadConnection"),
          Map.entry("PullRequest.reviewRequests", "ReviewRequestConnection"),
          Map.entry("Issue.comments", "IssueCommentConnection"),
          Map.entry("PullRequestReview.author", "Actor"),
          Map.entry("PullRequestReview.commit", "Commit"),
          Map.entry("PullRequestReviewThread.comments", "PullRequestReviewCommentConnection"),
          Map.entry("ReviewRequest.requestedReviewer", "RequestedReviewer"));

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Integer> fragments = new HashMap<>();
  private final Map<String, String> fragmentTypes = new HashMap<>();
  private final List<String> fields = new ArrayList<>();
  private int at;

  private QueryFields(String query) {
    for (Matcher token = TOKEN.matcher(query); token.find(); ) {
      tokens.add(token.group());
    }
  }

  /**
   * Reads a query.
   *
   * @throws IllegalArgumentException where it has a field whose type is not known here
   */
  public static List<String> of(String query) {
    return new QueryFields(query).read();
  }

  /** What GitHub asks {@code read:org} for; the fields of interfaces are free. */
  public static boolean needsReadOrg(String field) {
    return field.matches("(Team|Organization)\\.(?!__typename).*");
  }

  public static Reply refusal(List<String> refused, String granted) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (String field : refused) {
      answer
          .withArray("errors")
          .addObject()
          .put("type", "INSUFFICIENT_SCOPES")
          .put(
              "message",
              "Your token has not been granted the required scopes to execute this query. The '"
                  + field.replaceFirst(".*\\.", "")
                  + "' field requires one of the following scopes: ['read:org'], but your token has"
                  + " only been granted the: ['"
                  + granted
                  + "'] scopes.");
    }
    return Reply.json(answer);
  }

  private List<String> read() {
    for (int i = 0; i + 3 < tokens.size(); i++) {
      if (tokens.get(i).equals("fragment")) {
        fragments.put(tokens.get(i + 1), i + 4);
        fragmentTypes.put(tokens.get(i + 1), tokens.get(i + 3));
      }
    }
    at = tokens.indexOf("{");
    select("Query");
    return fields;
  }

  /** Reads a selection set; {@link #at} is at its brace, and then behind it. */
  private void select(String type) {
    at++;
    while (!tokens.get(at).equals("}")) {
      if (tokens.get(at).equals("...")) {
        spread(type);
      } else {
        field(type);
      }
    }
    at++;
  }

  private void spread(String type) {
    String name = tokens.get(at + 1);
    if (name.equals("on")) {
      String on = tokens.get(at + 2);
      at += 3;
      select(on);
      return;
    }
    int behind = at + 2;
    at = Optional.ofNullable(fragments.get(name)).orElseThrow();
    select(fragmentTypes.getOrDefault(name, type));
    at = behind;
  }

  private void field(String type) {
    String name = tokens.get(at++);
    if (tokens.get(at).equals(":")) {
      name = tokens.get(at + 1);
      at += 2;
    }
    if (tokens.get(at).equals("(")) {
      at = tokens.subList(at, tokens.size()).indexOf(")") + at + 1;
    }
    String field = type + "." + name;
    if (tokens.get(at).equals("{")) {
      select(typeOf(field));
    } else {
      fields.add(field);
    }
  }

  private static String typeOf(String field) {
    if (field.endsWith("Connection.nodes")) {
      return field.replace("Connection.nodes", "");
    }
    if (field.endsWith("Connection.pageInfo")) {
      return "PageInfo";
    }
    return Optional.ofNullable(TYPES.get(field))
        .orElseThrow(() -> new IllegalArgumentException("say here what type " + field + " has"));
  }
}
