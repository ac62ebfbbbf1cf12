package dev.ghsync.store.git;

import dev.ghsync.store.sql.ReadConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Decides whether a commit is an ancestor of another. It walks back from both, the newest commit
 * first, until only common ancestors are left, and so reads about what lies between them. A wrong
 * date makes the walk longer and not wrong.
 */
final class Ancestry {
  /** About 300 bytes each; all are dropped when there are more. */
  private static final int MOST_IN_MEMORY = 30_000;

  /** A query for each commit would take ten times as long. */
  private static final String LOAD =
      """
      WITH RECURSIVE behind(sha) AS (
        VALUES (:sha)
        UNION
        SELECT p.parent_sha FROM behind b
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = b.sha
        LIMIT 256
      )
      SELECT b.sha, c.committed_at, p.parent_sha FROM behind b
      CROSS JOIN commits c ON c.repo_id = :repo AND c.sha = b.sha
      LEFT JOIN commit_parents p ON p.repo_id = :repo AND p.sha = b.sha
      """;

  private static final int NEW = 1;
  private static final int OLD = 2;

  private final ReadConnection db;
  private final long repo;
  private final Map<String, Node> nodes = new HashMap<>();
  private long steps;

  Ancestry(ReadConnection db, long repo) {
    this.db = db;
    this.repo = repo;
  }

  private record Node(String date, List<String> parents) {}

  private record Place(String sha, String date) {}

  /** Returns how many commits were visited by all calls. */
  long steps() {
    return steps;
  }

  /**
   * Returns whether {@code before} is {@code after} or one of its ancestors.
   *
   * @param most how many commits to visit
   * @return empty if more commits would have to be visited
   */
  Optional<Boolean> isAncestor(String before, String after, long most) {
    if (before.equals(after)) {
      return Optional.of(true);
    }
    Walk walk = new Walk();
    walk.reach(before, OLD);
    walk.reach(after, NEW);
    long last = steps + most;
    while (!walk.onlyNew.isEmpty() && !walk.isCommon(before)) {
      if (steps++ == last) {
        return Optional.empty();
      }
      walk.step();
    }
    return Optional.of(walk.isCommon(before));
  }

  private Node node(String sha) {
    Node known = nodes.get(sha);
    return known == null ? load(sha) : known;
  }

  private Node load(String start) {
    record Link(String sha, String date, Optional<String> parent) {}
    if (nodes.size() > MOST_IN_MEMORY) {
      nodes.clear();
    }
    Map<String, Node> loaded = new HashMap<>();
    db.forEach(
        LOAD,
        row -> new Link(row.text("sha"), row.text("committed_at"), row.optionalText("parent_sha")),
        link -> {
          Node node =
              loaded.computeIfAbsent(link.sha(), s -> new Node(link.date(), new ArrayList<>()));
          link.parent().ifPresent(node.parents()::add);
        },
        start,
        repo);
    nodes.putAll(loaded);
    return loaded.getOrDefault(start, new Node("", List.of())); // it is not stored
  }

  /** One walk from two commits. */
  private final class Walk {
    private final Map<String, Integer> sides = new HashMap<>();
    private final PriorityQueue<Place> queue =
        new PriorityQueue<>(Comparator.comparing(Place::date).reversed());

    /** Commits to visit that only the new commit has reached so far. */
    private final Set<String> onlyNew = new HashSet<>();

    void reach(String sha, int side) {
      int before = sides.getOrDefault(sha, 0);
      int now = before | side;
      if (now == before) {
        return;
      }
      sides.put(sha, now);
      queue.add(new Place(sha, node(sha).date()));
      if (now == NEW) {
        onlyNew.add(sha);
      } else {
        onlyNew.remove(sha);
      }
    }

    void step() {
      String sha = queue.remove().sha();
      onlyNew.remove(sha);
      int side = sides.getOrDefault(sha, 0);
      node(sha).parents().forEach(parent -> reach(parent, side));
    }

    boolean isCommon(String sha) {
      return sides.getOrDefault(sha, 0) == (NEW | OLD);
    }
  }
}
