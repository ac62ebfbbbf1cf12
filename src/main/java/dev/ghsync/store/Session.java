package dev.ghsync.store;

import dev.ghsync.store.git.Blobs;
import dev.ghsync.store.git.Commits;
import dev.ghsync.store.git.GitMemory;
import dev.ghsync.store.git.MissingObjects;
import dev.ghsync.store.git.Refs;
import dev.ghsync.store.git.Tags;
import dev.ghsync.store.git.Trees;
import dev.ghsync.store.state.Checkpoints;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.state.Counters;
import dev.ghsync.store.state.QueryNames;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.StreamErrors;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.store.state.SyncRuns;
import dev.ghsync.store.state.TokenLimits;
import dev.ghsync.store.state.Tokens;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.store.state.Validators;
import dev.ghsync.store.table.CommitComments;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.IssueEvents;
import dev.ghsync.store.table.Issues;
import dev.ghsync.store.table.Labels;
import dev.ghsync.store.table.Milestones;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.store.table.Releases;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.store.table.Reviews;
import dev.ghsync.store.table.Users;
import org.jdbi.v3.core.Handle;

/** The tables, within one piece of work on the {@link Store}. It is of no use outside of it. */
public final class Session {
  private final Handle handle;

  public Session(Handle handle) {
    this.handle = handle;
  }

  public Repos repos() {
    return new Repos(handle);
  }

  public Refs refs() {
    return new Refs(handle);
  }

  public Commits commits() {
    return new Commits(handle);
  }

  public Tags tags() {
    return new Tags(handle);
  }

  public Trees trees() {
    return new Trees(handle);
  }

  public Blobs blobs() {
    return new Blobs(handle);
  }

  public MissingObjects missing() {
    return new MissingObjects(handle);
  }

  public Users users() {
    return new Users(handle);
  }

  public Labels labels() {
    return new Labels(handle);
  }

  public Milestones milestones() {
    return new Milestones(handle);
  }

  public Issues issues() {
    return new Issues(handle);
  }

  public IssueComments issueComments() {
    return new IssueComments(handle);
  }

  public Pulls pulls() {
    return new Pulls(handle);
  }

  public Reviews reviews() {
    return new Reviews(handle);
  }

  public ReviewComments reviewComments() {
    return new ReviewComments(handle);
  }

  public CommitComments commitComments() {
    return new CommitComments(handle);
  }

  public IssueEvents issueEvents() {
    return new IssueEvents(handle);
  }

  public Releases releases() {
    return new Releases(handle);
  }

  public Counters counters() {
    return new Counters(handle);
  }

  public Checks checks() {
    return new Checks(handle);
  }

  public StreamStates streams() {
    return new StreamStates(handle);
  }

  public GitMemory gitMemory() {
    return new GitMemory(handle);
  }

  public UnreadableItems unreadable() {
    return new UnreadableItems(handle);
  }

  public Checkpoints walks() {
    return new Checkpoints(handle);
  }

  public Validators validators() {
    return new Validators(handle);
  }

  public QueryNames queryNames() {
    return new QueryNames(handle);
  }

  public RepoStates states() {
    return new RepoStates(handle);
  }

  public StreamErrors errors() {
    return new StreamErrors(handle);
  }

  public SyncRuns runs() {
    return new SyncRuns(handle);
  }

  public TokenLimits limits() {
    return new TokenLimits(handle);
  }

  public Tokens tokens() {
    return new Tokens(handle);
  }
}
