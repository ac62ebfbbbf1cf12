package dev.ghsync.store;

import dev.ghsync.store.git.AbsentObjects;
import dev.ghsync.store.git.Blobs;
import dev.ghsync.store.git.Commits;
import dev.ghsync.store.git.ContentSettings;
import dev.ghsync.store.git.FileSpace;
import dev.ghsync.store.git.GitMemory;
import dev.ghsync.store.git.HistoryTips;
import dev.ghsync.store.git.InexactObjects;
import dev.ghsync.store.git.MissingContent;
import dev.ghsync.store.git.MissingObjects;
import dev.ghsync.store.git.ObjectGraph;
import dev.ghsync.store.git.ObjectNames;
import dev.ghsync.store.git.PackedObjects;
import dev.ghsync.store.git.PruneRows;
import dev.ghsync.store.git.Refs;
import dev.ghsync.store.git.Tags;
import dev.ghsync.store.git.Trees;
import dev.ghsync.store.git.UnfoldedRows;
import dev.ghsync.store.git.UnfoldedTrees;
import dev.ghsync.store.sql.ReadConnection;
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
import dev.ghsync.store.state.TokenLimits;
import dev.ghsync.store.state.Tokens;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.store.state.Validators;
import dev.ghsync.store.table.Discussions;
import dev.ghsync.store.table.Issues;
import dev.ghsync.store.table.Links;
import dev.ghsync.store.table.PullContents;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.store.table.ReactionRows;
import dev.ghsync.store.table.Reactions;
import dev.ghsync.store.table.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The queries of all tables, within one piece of work on the {@link Store}. It is of no use outside
 * of it.
 */
public class Reads {
  private final ReadConnection db;

  public Reads(ReadConnection db) {
    this.db = db;
  }

  /** Lists the keys of the items that are not deleted. */
  public List<Long> activeKeys(Table<?> table, long repo) {
    return table.activeKeys(db, repo);
  }

  /** Counts the items that are not deleted. */
  public long count(Table<?> table, long repo) {
    return table.count(db, repo);
  }

  /** Counts the items of each owner that are not deleted; owners without any are left out. */
  public Map<Long, Long> countByOwner(Table<?> table, long repo, Collection<Long> owners) {
    return table.countByOwner(db, repo, owners);
  }

  /** Lists the issues without a row that have items of this table that are not deleted. */
  public List<Long> issuesWithoutRow(Table<?> ofItems, long repo) {
    return ofItems.ownersWithoutRow(db, repo);
  }

  public Repos repos() {
    return new Repos(db);
  }

  public Refs refs() {
    return new Refs(db);
  }

  public Commits commits() {
    return new Commits(db);
  }

  public Tags tags() {
    return new Tags(db);
  }

  public Trees trees() {
    return new Trees(db);
  }

  public Blobs blobs() {
    return new Blobs(db);
  }

  public InexactObjects inexact() {
    return new InexactObjects(db);
  }

  public AbsentObjects absent() {
    return new AbsentObjects(db);
  }

  public MissingContent content() {
    return new MissingContent(db);
  }

  public UnfoldedTrees unfolded() {
    return new UnfoldedTrees(db);
  }

  public ContentSettings contentSettings() {
    return new ContentSettings(db);
  }

  public ObjectNames names() {
    return new ObjectNames(db);
  }

  public PackedObjects packed() {
    return new PackedObjects(db);
  }

  public ObjectGraph graph() {
    return new ObjectGraph(db);
  }

  public HistoryTips historyTips() {
    return new HistoryTips(db);
  }

  public UnfoldedRows unfoldedRows() {
    return new UnfoldedRows(db);
  }

  public PruneRows prune() {
    return new PruneRows(db);
  }

  /** Returns how much of the file is used. */
  public FileSpace space() {
    return FileSpace.of(db);
  }

  public MissingObjects missing() {
    return new MissingObjects(db);
  }

  public Issues issues() {
    return new Issues(db);
  }

  public Links links() {
    return new Links(db);
  }

  public Discussions discussions() {
    return new Discussions(db);
  }

  public Pulls pulls() {
    return new Pulls(db);
  }

  public PullContents pullContents() {
    return new PullContents(db);
  }

  public Reactions reactions() {
    return new Reactions(db);
  }

  public ReactionRows reactionRows() {
    return new ReactionRows(db);
  }

  public Counters counters() {
    return new Counters(db);
  }

  public Checks checks() {
    return new Checks(db);
  }

  public StreamStates streams() {
    return new StreamStates(db);
  }

  public GitMemory gitMemory() {
    return new GitMemory(db);
  }

  public UnreadableItems unreadable() {
    return new UnreadableItems(db);
  }

  public Checkpoints checkpoints() {
    return new Checkpoints(db);
  }

  public Validators validators() {
    return new Validators(db);
  }

  public QueryNames queryNames() {
    return new QueryNames(db);
  }

  public RepoLists repoLists() {
    return new RepoLists(db);
  }

  public OwnedRows owned() {
    return new OwnedRows(db);
  }

  public RepoStates states() {
    return new RepoStates(db);
  }

  public StreamErrors errors() {
    return new StreamErrors(db);
  }

  public TokenLimits limits() {
    return new TokenLimits(db);
  }

  public Tokens tokens() {
    return new Tokens(db);
  }
}
