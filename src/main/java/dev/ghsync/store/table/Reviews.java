package dev.ghsync.store.table;

import dev.ghsync.model.item.Review;

/** The table {@code reviews}. */
public final class Reviews {
  public static final Table<Review> TABLE =
      Table.<Review>named("reviews", "review")
          .key("id", Review::id)
          .softDeletedWith("pull_number")
          .changedAt(
              """
              coalesce((SELECT p.updated_at FROM main.pulls p
                WHERE p.repo_id = r.repo_id AND p.number = r.pull_number), '')
              """)
          .shownAs("'pull request ' || r.pull_number")
          .columns(
              row ->
                  row.column("pull_number", Review::pullNumber)
                      .account("user", Review::user)
                      .column("state", Review::state)
                      .column("body", Review::body)
                      .column("commit_sha", Review::commitSha)
                      .column("submitted_at", Review::submittedAt)
                      .raw(Review::raw))
          .build();

  private Reviews() {}
}
