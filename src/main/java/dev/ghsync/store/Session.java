package dev.ghsync.store;

import dev.ghsync.store.git.AbsentObjects;
import dev.ghsync.store.git.Blobs;
import dev.ghsync.store.git.Commits;
import dev.ghsync.store.git.ContentSettings;
import dev.ghsync.store.git.GitMemory;
import dev.ghsync.store.git.HistoryTips;
import dev.ghsync.store.git.MissingContent;
import dev.ghsync.store.git.PackedObjects;
import dev.ghsync.store.git.PruneRows;
import dev.ghsync.store.git.Refs;
import dev.ghsync.store.git.Tags;
import dev.ghsync.store.git.Trees;
import dev.ghsync.store.git.UnfoldedRows;
import dev.ghsync.store.git.UnfoldedTrees;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import dev.ghsync.store.state.Checkpoints;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.state.Counters;
import dev.ghsync.store.state.OwnedRows;
import dev.ghsync.store.state.QueryNames;
import dev.ghsync.store.state.RepoLists;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.StreamErrors;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.store.state.SyncRuns;
import dev.ghsync.store.state.TokenLimits;
import dev.ghsync.store.state.Tokens;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.store.state.Validators;
import dev.ghsync.store.table.Discussions;
import dev.ghsync.store.table.Issues;
import dev.ghsync.store.table.Links;
import dev.ghsync.store.table.PullContents;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.store.table.Reactions;
import dev.ghsync.store.table.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** All tables, within one transaction on the {@link Store}. It is of no use outside of it. */
public final class Session extends Reads {
  private final WriteConnection db;

  public Session(WriteConnection db) {
    super(db);
    this.db = db;
  }

  /** Stores items, see {@link Table#upsert}. */
  public <T> RowChanges upsert(Table<T> table, long repo, Collection<T> items) {
    return table.upsert(db, repo, items);
  }

  /**
   * Makes the stored items of one owner, such as the reviews of a pull request, equal to {@code
   * items}.
   */
  public <T> RowChanges replace(Table<T> table, long repo, long owner, List<T> items, Instant now) {
    return table
        .upsert(db, repo, items)
        .plus(table.markOthersDeleted(db, repo, owner, table.keys(items), now));
  }

  /** Deletes one item, see {@link Table#markOthersDeleted}. */
  public RowChanges markDeleted(Table<?> table, long repo, long key, Instant now) {
    return table.markDeleted(db, repo, key, now);
  }

  /** Deletes the items that are not among {@code keys}, see {@link Table#markOthersDeleted}. */
  public RowChanges markOthersDeleted(
      Table<?> table, long repo, Collection<Long> keys, Instant now) {
    return table.markOthersDeleted(db, repo, keys, now);
  }

  /** Deletes the items of one owner, such as an issue, that are not among {@code keys}. */
  public RowChanges markOthersDeleted(
      Table<?> table, long repo, long owner, Collection<Long> keys, Instant now) {
    return table.markOthersDeleted(db, repo, owner, keys, now);
  }

  @Override
  public Repos.Writer repos() {
    return new Repos.Writer(db);
  }

  @Override
  public Refs.Writer refs() {
    return new Refs.Writer(db);
  }

  @Override
  public Commits.Writer commits() {
    return new Commits.Writer(db);
  }

  @Override
  public Tags.Writer tags() {
    return new Tags.Writer(db);
  }

  @Override
  public Trees.Writer trees() {
    return new Trees.Writer(db);
  }

  @Override
  public AbsentObjects.Writer absent() {
    return new AbsentObjects.Writer(db);
  }

  @Override
  public MissingContent.Writer content() {
    return new MissingContent.Writer(db);
  }

  @Override
  public UnfoldedTrees.Writer unfolded() {
    return new UnfoldedTrees.Writer(db);
  }

  @Override
  public ContentSettings.Writer contentSettings() {
    return new ContentSettings.Writer(db);
  }

  @Override
  public PackedObjects.Writer packed() {
    return new PackedObjects.Writer(db);
  }

  @Override
  public Blobs.Writer blobs() {
    return new Blobs.Writer(db);
  }

  @Override
  public HistoryTips.Writer historyTips() {
    return new HistoryTips.Writer(db);
  }

  @Override
  public PruneRows.Writer prune() {
    return new PruneRows.Writer(db);
  }

  @Override
  public UnfoldedRows.Writer unfoldedRows() {
    return new UnfoldedRows.Writer(db);
  }

  @Override
  public Issues.Writer issues() {
    return new Issues.Writer(db);
  }

  @Override
  public Links.Writer links() {
    return new Links.Writer(db);
  }

  @Override
  public Discussions.Writer discussions() {
    return new Discussions.Writer(db);
  }

  @Override
  public Pulls.Writer pulls() {
    return new Pulls.Writer(db);
  }

  @Override
  public PullContents.Writer pullContents() {
    return new PullContents.Writer(db);
  }

  @Override
  public Reactions.Writer reactions() {
    return new Reactions.Writer(db);
  }

  @Override
  public Counters.Writer counters() {
    return new Counters.Writer(db);
  }

  @Override
  public Checks.Writer checks() {
    return new Checks.Writer(db);
  }

  @Override
  public StreamStates.Writer streams() {
    return new StreamStates.Writer(db);
  }

  @Override
  public GitMemory.Writer gitMemory() {
    return new GitMemory.Writer(db);
  }

  @Override
  public UnreadableItems.Writer unreadable() {
    return new UnreadableItems.Writer(db);
  }

  @Override
  public Checkpoints.Writer checkpoints() {
    return new Checkpoints.Writer(db);
  }

  @Override
  public Validators.Writer validators() {
    return new Validators.Writer(db);
  }

  @Override
  public QueryNames.Writer queryNames() {
    return new QueryNames.Writer(db);
  }

  @Override
  public RepoLists.Writer repoLists() {
    return new RepoLists.Writer(db);
  }

  @Override
  public OwnedRows.Writer owned() {
    return new OwnedRows.Writer(db);
  }

  @Override
  public RepoStates.Writer states() {
    return new RepoStates.Writer(db);
  }

  @Override
  public StreamErrors.Writer errors() {
    return new StreamErrors.Writer(db);
  }

  public SyncRuns runs() {
    return new SyncRuns(db);
  }

  @Override
  public TokenLimits.Writer limits() {
    return new TokenLimits.Writer(db);
  }

  @Override
  public Tokens.Writer tokens() {
    return new Tokens.Writer(db);
  }
}
