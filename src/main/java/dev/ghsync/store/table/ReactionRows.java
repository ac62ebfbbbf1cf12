package dev.ghsync.store.table;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.table.Reactions.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stored reactions and the items that they are about, for a comparison with GitHub. */
public final class ReactionRows {
  private static final String LIST_IDS =
      """
      SELECT subject_id, id FROM reactions
      WHERE repo_id = :repo AND subject_type = :type
        AND subject_id IN (SELECT value FROM json_each(:subjects))
      """;

  private static final String LIST_ACTIVE =
      """
      SELECT id FROM %s
      WHERE repo_id = :repo AND deleted_at IS NULL AND %s IN (SELECT value FROM json_each(:keys))
      """;

  private static final String LIST_APPS =
      """
      SELECT r.id, u.id AS account, u.login, u.type FROM reactions r
      JOIN repos o ON o.id = r.repo_id
      JOIN users u ON u.host IN (o.host, '') AND u.id = r.user_id AND u.type = 'Bot'
      WHERE r.repo_id = :repo AND r.id IN (SELECT value FROM json_each(:ids))
      """;

  private final ReadConnection db;

  public ReactionRows(ReadConnection db) {
    this.db = db;
  }

  /** Returns those of the items that are stored and not deleted, by their ids. */
  public Set<Long> listActive(long repo, Kind kind, Collection<Long> ids) {
    return new HashSet<>(db.numbers(LIST_ACTIVE.formatted(kind.table(), "id"), repo, ids));
  }

  /**
   * Returns the ids of the items that are stored and not deleted.
   *
   * @param numbers of the pull requests or discussions that the items belong to
   */
  public Set<Long> listActiveOf(long repo, Kind kind, Collection<Long> numbers) {
    return new HashSet<>(
        db.numbers(LIST_ACTIVE.formatted(kind.table(), kind.place()), repo, numbers));
  }

  /** Returns the ids of the stored reactions to items; items without reactions are left out. */
  public Map<Long, List<Long>> listIds(long repo, Kind kind, Collection<Long> subjects) {
    return db
        .list(
            LIST_IDS,
            row -> Map.entry(row.number("subject_id"), row.number("id")),
            repo,
            kind.text(),
            subjects)
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /**
   * Returns the accounts of those of the reactions that are by apps, which GraphQL does not name.
   */
  public Map<Long, User> listApps(long repo, Collection<Long> ids) {
    Map<Long, User> apps = new HashMap<>();
    db.forEach(
        LIST_APPS,
        row ->
            Map.entry(
                row.number("id"),
                new User(row.number("account"), row.text("login"), row.text("type"))),
        app -> apps.put(app.getKey(), app.getValue()),
        repo,
        ids);
    return apps;
  }
}
