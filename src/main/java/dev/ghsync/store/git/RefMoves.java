package dev.ghsync.store.git;

import dev.ghsync.store.sql.ReadConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which moves of refs were forced: those where the old commit is no ancestor of the new
 * one. The work is bounded, and a later run decides the rest.
 */
final class RefMoves {
  private static final String PEELED =
      """
      (WITH RECURSIVE chain(sha) AS (
         SELECT m.%s
         UNION
         SELECT t.target_sha FROM chain c JOIN tags t ON t.repo_id = :repo AND t.sha = c.sha
       )
       SELECT c.sha FROM chain c CROSS JOIN commits k ON k.repo_id = :repo AND k.sha = c.sha)
      """;

  private static final String LIST_UNDECIDED =
      "SELECT id, before, after FROM (SELECT m.id, "
          + PEELED.formatted("old_sha")
          + " AS before, "
          + PEELED.formatted("new_sha")
          + """
           AS after
            FROM ref_changes m WHERE m.repo_id = :repo AND m.forced IS NULL)
          WHERE before IS NOT NULL AND after IS NOT NULL
          ORDER BY id LIMIT 50000
          """;

  /** One walk for all moves costs less than one for each, if a whole history was replaced. */
  private static final String LIST_NOT_REACHED =
      """
      WITH RECURSIVE reached(sha) AS (
        SELECT value FROM json_each(:after)
        UNION
        SELECT p.parent_sha FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha
      )
      SELECT value FROM json_each(:before) WHERE value NOT IN (SELECT sha FROM reached)
      """;

  /** How many commits are visited for one move before the walk for all. */
  private static final long STEPS_OF_ONE = 5_000;

  /** How many commits are visited before and after the walk for all: some seconds. */
  private static final long STEPS_OF_ALL = 1_000_000;

  private final ReadConnection db;
  private final long repo;
  private final Ancestry ancestry;
  private final Map<Long, Boolean> forced = new HashMap<>();

  RefMoves(ReadConnection db, long repo) {
    this.db = db;
    this.repo = repo;
    this.ancestry = new Ancestry(db, repo);
  }

  private record Move(long id, String before, String after) {}

  /** Returns whether moves were forced, by the id in {@code ref_changes}. */
  Map<Long, Boolean> decide() {
    List<Move> moves =
        db.list(
            LIST_UNDECIDED,
            row -> new Move(row.number("id"), row.text("before"), row.text("after")),
            repo);
    List<Move> left = walk(moves, STEPS_OF_ONE);
    if (!left.isEmpty()) {
      walk(withoutReplaced(left), STEPS_OF_ALL);
    }
    return forced;
  }

  /** Decides moves by a walk for each. Returns those that would take more steps. */
  private List<Move> walk(List<Move> moves, long most) {
    long last = ancestry.steps() + STEPS_OF_ALL;
    List<Move> left = new ArrayList<>();
    for (Move move : moves) {
      long steps = Math.min(most, last - ancestry.steps());
      ancestry
          .isAncestor(move.before(), move.after(), steps)
          .ifPresentOrElse(is -> forced.put(move.id(), !is), () -> left.add(move));
    }
    return left;
  }

  /** Decides moves whose old commit no new commit reaches. Returns the others. */
  private List<Move> withoutReplaced(List<Move> moves) {
    Set<String> replaced =
        new HashSet<>(
            db.texts(
                LIST_NOT_REACHED,
                moves.stream().map(Move::after).toList(),
                repo,
                moves.stream().map(Move::before).toList()));
    List<Move> left = new ArrayList<>();
    for (Move move : moves) {
      if (replaced.contains(move.before())) {
        forced.put(move.id(), true);
      } else {
        left.add(move);
      }
    }
    return left;
  }
}
