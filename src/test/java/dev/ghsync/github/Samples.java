package dev.ghsync.github;

/** One pull request and its reviews, as GraphQL and as REST show them. */
public final class Samples {
  public static final String GRAPHQL =
      """
      {"data":{"rateLimit":{"cost":2,"remaining":4990,"resetAt":"2026-01-05T13:00:00Z"},
        "repository":{"p12":{
          "number":12,"fullDatabaseId":"4567890123","isDraft":false,"merged":true,
          "mergedAt":"2026-01-05T11:00:00Z",
          "mergedBy":{"__typename":"User","login":"ann","databaseId":7},
          "updatedAt":"2026-01-05T12:00:00Z","headRefName":"fix",
          "headRefOid":"1111111111111111111111111111111111111111",
          "headRepository":{"nameWithOwner":"fork/hello"},"baseRefName":"main",
          "baseRefOid":"2222222222222222222222222222222222222222",
          "additions":10,"deletions":2,"changedFiles":3,"commits":{"totalCount":4},
          "reviewRequests":{"nodes":[
            {"requestedReviewer":{"__typename":"User","login":"ann"}},
            {"requestedReviewer":{"__typename":"Bot","login":"helper"}},
            {"requestedReviewer":{"__typename":"Team","slug":"core"}}]},
          "reviews":{"pageInfo":{"hasNextPage":false,"endCursor":"x"},"nodes":[
            {"fullDatabaseId":"5000000001","state":"APPROVED","body":"",
             "author":{"__typename":"Bot","login":"dependabot","databaseId":49699333},
             "submittedAt":"2026-01-05T10:00:00Z",
             "commit":{"oid":"1111111111111111111111111111111111111111"}},
            {"fullDatabaseId":"5000000002","state":"DISMISSED","body":"no\\r\\n\\ud83d",
             "author":null,"submittedAt":"2026-01-05T10:30:00Z","commit":null}]}}}}}
      """;

  public static final String REST_PULL =
      """
      {"id":4567890123,"number":12,"title":"Fix","state":"closed","body":null,"draft":false,
       "merged":true,"merged_at":"2026-01-05T11:00:00Z",
       "merged_by":{"login":"ann","id":7,"type":"User"},
       "created_at":"2026-01-05T09:00:00Z","updated_at":"2026-01-05T12:00:00Z","closed_at":null,
       "head":{"ref":"fix","sha":"1111111111111111111111111111111111111111",
               "repo":{"full_name":"fork/hello"}},
       "base":{"ref":"main","sha":"2222222222222222222222222222222222222222",
               "repo":{"full_name":"octo/hello"}},
       "additions":10,"deletions":2,"changed_files":3,"commits":4,"comments":5,
       "requested_reviewers":[{"login":"ann","id":7,"type":"User"},
                              {"login":"helper[bot]","id":8,"type":"Bot"}],
       "requested_teams":[{"id":1,"slug":"core","name":"Core"}]}
      """;

  public static final String REST_REVIEWS =
      """
      [{"id":5000000001,"user":{"login":"dependabot[bot]","id":49699333,"type":"Bot"},
        "body":"","state":"APPROVED","submitted_at":"2026-01-05T10:00:00Z",
        "pull_request_url":"https://api.github.com/repos/octo/hello/pulls/12",
        "commit_id":"1111111111111111111111111111111111111111"},
       {"id":5000000002,"user":null,"body":"no\\r\\n\\ud83d","state":"DISMISSED",
        "submitted_at":"2026-01-05T10:30:00Z","commit_id":null,
        "pull_request_url":"https://api.github.com/repos/octo/hello/pulls/12"}]
      """;

  private Samples() {}
}
