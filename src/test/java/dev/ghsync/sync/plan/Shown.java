package dev.ghsync.sync.plan;

/** JSON as GitHub shows it, of the things that a small repository has. */
final class Shown {
  static final String MAIN = "a".repeat(40);
  static final String TOPIC = "b".repeat(40);

  private static final String OCTO = "{\"id\":7,\"login\":\"octo\",\"type\":\"User\"}";

  private Shown() {}

  static String repository(String name, String defaultBranch) {
    return """
    {"id":1,"full_name":"octo/%s","default_branch":"%s","private":false,"has_issues":true,
     "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z"}
    """
        .formatted(name, defaultBranch);
  }

  static String issue(long number, String title, String updatedAt, int comments) {
    return """
    {"id":%d,"number":%d,"title":"%s","state":"open","user":%s,"comments":%d,
     "labels":[{"id":51,"name":"bug","color":"d73a4a"}],"assignees":[],
     "created_at":"2026-01-01T10:00:00Z","updated_at":"%s"}
    """
        .formatted(1000 + number, number, title, OCTO, comments, updatedAt);
  }

  static String issueOfPull(long number, String title, String updatedAt) {
    return issue(number, title, updatedAt, 0).replaceFirst("\\{", "{\"pull_request\":{\"x\":1},");
  }

  static String comment(long id, long issue, String body) {
    return """
    {"id":%d,"issue_url":"https://api.github.com/repos/octo/hello/issues/%d","user":%s,
     "body":"%s","created_at":"2026-01-02T10:00:00Z","updated_at":"2026-01-02T10:00:00Z"}
    """
        .formatted(id, issue, OCTO, body);
  }

  static String reviewComment(long id, long pull, String body) {
    return """
    {"id":%d,"pull_request_url":"https://api.github.com/repos/octo/hello/pulls/%d","user":%s,
     "pull_request_review_id":71,"path":"a.txt","diff_hunk":"@@","body":"%s",
     "created_at":"2026-01-02T10:00:00Z","updated_at":"2026-01-02T10:00:00Z"}
    """
        .formatted(id, pull, OCTO, body);
  }

  /** As REST shows it, alone or in the list. */
  static String pull(long number, String title, String updatedAt) {
    return """
    {"id":%d,"number":%d,"title":"%s","state":"open","user":%s,"draft":false,"merged":false,
     "head":{"ref":"topic","sha":"%s"},"base":{"ref":"main","sha":"%s"},"comments":0,
     "additions":1,"deletions":2,"changed_files":3,"commits":4,
     "created_at":"2026-01-01T10:00:00Z","updated_at":"%s"}
    """
        .formatted(2000 + number, number, title, OCTO, TOPIC, MAIN, updatedAt);
  }

  static String review(long id, long pull, String state) {
    return """
    {"id":%d,"user":%s,"state":"%s","body":"","submitted_at":"2026-01-03T10:00:00Z",
     "pull_request_url":"https://api.github.com/repos/octo/hello/pulls/%d"}
    """
        .formatted(id, OCTO, state, pull);
  }

  /** One pull request with one review, as GraphQL shows them. */
  static String graphql(long number, String updatedAt, long review, String state) {
    return """
    {"data":{"rateLimit":{"cost":1,"remaining":4999,"resetAt":"2026-01-05T13:00:00Z"},
     "repository":{"p%d":{"number":%d,"fullDatabaseId":"%d","isDraft":false,"merged":false,
      "updatedAt":"%s","headRefName":"topic","headRefOid":"%s","baseRefName":"main",
      "baseRefOid":"%s","additions":1,"deletions":2,"changedFiles":3,"commits":{"totalCount":4},
      "reviewRequests":{"nodes":[]},
      "reviews":{"pageInfo":{"hasNextPage":false},"nodes":[{"fullDatabaseId":"%d",
       "author":{"__typename":"User","login":"octo","databaseId":7},"state":"%s","body":"",
       "submittedAt":"2026-01-03T10:00:00Z"}]}}}}}
    """
        .formatted(number, number, 2000 + number, updatedAt, TOPIC, MAIN, review, state);
  }

  static String release(long id, String name) {
    return """
    {"id":%d,"tag_name":"v1","name":"%s","draft":false,"author":%s,"assets":[],
     "created_at":"2026-01-01T10:00:00Z","published_at":"2026-01-01T10:00:00Z"}
    """
        .formatted(id, name, OCTO);
  }

  static String label(long id, String name) {
    return "{\"id\":%d,\"name\":\"%s\",\"color\":\"d73a4a\"}".formatted(id, name);
  }

  static String milestone(String title) {
    return """
    {"id":61,"number":1,"title":"%s","state":"open","creator":%s,
     "created_at":"2026-01-01T10:00:00Z","updated_at":"2026-01-01T10:00:00Z"}
    """
        .formatted(title, OCTO);
  }

  static String ref(String name, String sha) {
    return "{\"ref\":\"%s\",\"object\":{\"type\":\"commit\",\"sha\":\"%s\"}}".formatted(name, sha);
  }

  /** A commit in a list, without parents. */
  static String commit(String sha) {
    return """
    {"sha":"%s","parents":[],"commit":{"message":"m","tree":{"sha":"%s"},
     "author":{"name":"o","email":"o@x","date":"2026-01-01T10:00:00Z"},
     "committer":{"name":"o","email":"o@x","date":"2026-01-01T10:00:00Z"}}}
    """
        .formatted(sha, "d".repeat(40));
  }

  static String list(String... items) {
    return "[" + String.join(",", items) + "]";
  }
}
