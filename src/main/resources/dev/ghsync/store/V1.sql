-- Version 1. The tables and views named in src/docs/queries.md are an interface; the others are ghsync's own.

CREATE TABLE repos (
  id INTEGER PRIMARY KEY,
  github_id INTEGER UNIQUE,                 -- null until GitHub has answered once
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  full_name TEXT NOT NULL COLLATE NOCASE,
  default_branch TEXT,
  head_ref_id INTEGER REFERENCES refs(id) ON DELETE SET NULL,
  description TEXT,
  homepage TEXT,
  language TEXT,
  license TEXT,                             -- SPDX id
  topics TEXT,                              -- JSON array
  visibility TEXT,
  private INTEGER,
  fork INTEGER,
  archived INTEGER,
  has_issues INTEGER,
  has_pulls INTEGER,
  stargazers_count INTEGER,
  forks_count INTEGER,
  open_issues_count INTEGER,                -- issues and pull requests
  size INTEGER,                             -- KiB
  created_at TEXT,
  updated_at TEXT,
  pushed_at TEXT,
  html_url TEXT,
  named_at TEXT,                            -- when GitHub last confirmed the name
  may_push INTEGER                          -- the token that read this last: it is shown drafts
);
CREATE INDEX repos_full_name ON repos(full_name);
CREATE INDEX repos_head_ref_id ON repos(head_ref_id);

-- ---------------------------------------------------------------- git

CREATE TABLE refs (
  id INTEGER PRIMARY KEY,
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  name TEXT NOT NULL,                       -- refs/heads/main
  kind TEXT NOT NULL,                       -- branch, tag
  target_sha TEXT NOT NULL,
  target_type TEXT NOT NULL,                -- commit, tag, tree, blob
  peeled_sha TEXT,                          -- behind all tag objects; null until they are here
  peeled_type TEXT,
  commit_sha TEXT AS (CASE peeled_type WHEN 'commit' THEN peeled_sha END),
  UNIQUE (repo_id, name)
);

CREATE TABLE ref_changes (
  id INTEGER PRIMARY KEY,
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  old_sha TEXT,                             -- null: new
  new_sha TEXT,                             -- null: deleted
  seen_at TEXT NOT NULL,
  forced INTEGER                            -- null until the history behind both is here
);
CREATE INDEX ref_changes_name ON ref_changes(repo_id, name);

CREATE TABLE tags (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  sha TEXT NOT NULL,
  name TEXT NOT NULL,
  message TEXT NOT NULL,
  tagger_name TEXT,
  tagger_email TEXT,
  tagged_at TEXT,
  tagger_tz TEXT,
  target_sha TEXT NOT NULL,
  target_type TEXT NOT NULL,
  raw_header BLOB,                          -- the exact bytes where the columns cannot say them
  raw_message BLOB,
  PRIMARY KEY (repo_id, sha)
);

CREATE TABLE commits (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  sha TEXT NOT NULL,
  tree_sha TEXT NOT NULL,
  message TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_email TEXT NOT NULL,
  authored_at TEXT NOT NULL,
  author_tz TEXT,                           -- +0200; null where only REST was asked
  committer_name TEXT NOT NULL,
  committer_email TEXT NOT NULL,
  committed_at TEXT NOT NULL,
  committer_tz TEXT,
  raw_header BLOB,                          -- the exact bytes where the columns cannot say them
  raw_message BLOB,
  PRIMARY KEY (repo_id, sha)
);

CREATE TABLE commit_parents (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  sha TEXT NOT NULL,
  position INTEGER NOT NULL,
  parent_sha TEXT NOT NULL,
  PRIMARY KEY (repo_id, sha, position)
) WITHOUT ROWID;

CREATE TABLE trees (                        -- a row means: all its entries are here
  id INTEGER PRIMARY KEY,
  sha TEXT NOT NULL UNIQUE
);

CREATE TABLE tree_rows (
  tree INTEGER NOT NULL,                    -- trees.id
  position INTEGER NOT NULL,                -- git's order
  mode INTEGER NOT NULL,                    -- plus 16777216 for each zero that the object writes before it
  sha BLOB NOT NULL,                        -- 20 bytes
  name NOT NULL,                            -- TEXT; BLOB where not UTF-8
  PRIMARY KEY (tree, position)
) WITHOUT ROWID;

CREATE TABLE blobs (
  sha TEXT PRIMARY KEY,
  size INTEGER NOT NULL,                    -- bytes
  omitted TEXT,                             -- null, too-large
  content BLOB
);
-- They are few: whether a blob is missing is seen without reading the rows of the others.
CREATE INDEX blobs_omitted ON blobs(sha, size) WHERE omitted IS NOT NULL;

CREATE VIEW tree_entries AS
SELECT t.sha AS tree_sha, e.name AS name, printf('%06o', e.mode & 65535) AS mode,
       CASE e.mode & 61440 WHEN 16384 THEN 'tree' WHEN 32768 THEN 'blob' WHEN 40960 THEN 'blob'
         ELSE 'commit' END AS type,
       lower(hex(e.sha)) AS sha
FROM trees t JOIN tree_rows e ON e.tree = t.id;

CREATE VIEW ref_files AS
WITH RECURSIVE files(repo_id, ref_name, path, mode, sha) AS (
  SELECT r.repo_id, r.name, e.name, e.mode, lower(hex(e.sha))
  FROM refs r
  LEFT JOIN commits c ON c.repo_id = r.repo_id AND c.sha = r.peeled_sha
  JOIN trees t ON t.sha = coalesce(c.tree_sha, r.peeled_sha)
  JOIN tree_rows e ON e.tree = t.id
  UNION ALL
  SELECT f.repo_id, f.ref_name, f.path || '/' || e.name, e.mode, lower(hex(e.sha))
  FROM files f
  JOIN trees t ON t.sha = f.sha
  JOIN tree_rows e ON e.tree = t.id
  WHERE f.mode & 61440 = 16384
)
SELECT f.repo_id, f.ref_name, f.path, printf('%06o', f.mode & 65535) AS mode,
       iif(f.mode & 61440 IN (32768, 40960), 'blob', 'commit') AS type, f.sha, b.size
FROM files f LEFT JOIN blobs b ON b.sha = f.sha
WHERE f.mode & 61440 <> 16384;

-- The same for the default branch alone, and so much quicker.
CREATE VIEW head_files AS
WITH RECURSIVE files(repo_id, path, mode, sha) AS (
  SELECT p.id, e.name, e.mode, lower(hex(e.sha))
  FROM repos p
  JOIN refs r ON r.id = p.head_ref_id
  JOIN commits c ON c.repo_id = r.repo_id AND c.sha = r.peeled_sha
  JOIN trees t ON t.sha = c.tree_sha
  JOIN tree_rows e ON e.tree = t.id
  UNION ALL
  SELECT f.repo_id, f.path || '/' || e.name, e.mode, lower(hex(e.sha))
  FROM files f
  JOIN trees t ON t.sha = f.sha
  JOIN tree_rows e ON e.tree = t.id
  WHERE f.mode & 61440 = 16384
)
SELECT f.repo_id, f.path, printf('%06o', f.mode & 65535) AS mode,
       iif(f.mode & 61440 IN (32768, 40960), 'blob', 'commit') AS type, f.sha, b.size
FROM files f LEFT JOIN blobs b ON b.sha = f.sha
WHERE f.mode & 61440 <> 16384;

-- ---------------------------------------------------------------- issues and what hangs on them

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL,
  type TEXT NOT NULL
);
CREATE INDEX users_login ON users(login);

CREATE TABLE labels (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  color TEXT,
  description TEXT,
  is_default INTEGER NOT NULL,
  PRIMARY KEY (repo_id, id)
);

CREATE TABLE milestones (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  description TEXT,
  due_on TEXT,
  creator_login TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT,
  PRIMARY KEY (repo_id, id)
);

CREATE TABLE issues (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id INTEGER,                               -- null where only the pull request could be read
  is_pull INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT,
  state TEXT NOT NULL,
  state_reason TEXT,
  user_login TEXT,
  author_association TEXT,
  locked INTEGER NOT NULL,
  milestone_number INTEGER,
  comments_count INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT,
  deleted_at TEXT,
  transferred_to TEXT,                      -- where a transferred issue is now
  comments_checked TEXT,                    -- the updated_at and count for which its comments were read one by one
  raw TEXT,
  PRIMARY KEY (repo_id, number)
);

CREATE TABLE issue_labels (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  issue_number INTEGER NOT NULL,
  label_id INTEGER NOT NULL,
  PRIMARY KEY (repo_id, issue_number, label_id)
) WITHOUT ROWID;
CREATE INDEX issue_labels_label ON issue_labels(repo_id, label_id);

CREATE TABLE issue_assignees (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  issue_number INTEGER NOT NULL,
  user_login TEXT NOT NULL,
  PRIMARY KEY (repo_id, issue_number, user_login)
) WITHOUT ROWID;

CREATE TABLE issue_comments (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  issue_number INTEGER NOT NULL,
  user_login TEXT,
  author_association TEXT,
  body TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT,
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);
CREATE INDEX issue_comments_issue ON issue_comments(repo_id, issue_number, deleted_at);

CREATE TABLE pulls (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id INTEGER NOT NULL,
  draft INTEGER NOT NULL,
  merged INTEGER NOT NULL,
  merged_at TEXT,
  merged_by_login TEXT,
  head_ref TEXT,
  head_sha TEXT,
  head_repo TEXT,                           -- owner/name; null where the fork is gone
  base_ref TEXT,
  base_sha TEXT,
  additions INTEGER,
  deletions INTEGER,
  changed_files INTEGER,
  commits_count INTEGER,
  updated_at TEXT NOT NULL,                 -- the pull request's own, newest seen
  details_of TEXT,                          -- the newest updated_at whose details are here
  reviews_of TEXT,                          -- the newest updated_at whose reviews are here
  review_comments_due INTEGER NOT NULL DEFAULT 0, -- 1: their number differs, they are to be read one by one
  raw TEXT,
  PRIMARY KEY (repo_id, number)
);

CREATE TABLE pull_reviewers (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  pull_number INTEGER NOT NULL,
  login TEXT,
  team TEXT,
  CHECK ((login IS NULL) <> (team IS NULL)),
  UNIQUE (repo_id, pull_number, login, team)
);

CREATE TABLE reviews (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  pull_number INTEGER NOT NULL,
  user_login TEXT,
  state TEXT NOT NULL,
  body TEXT,
  commit_sha TEXT,
  submitted_at TEXT,
  deleted_at TEXT,
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);
CREATE INDEX reviews_pull ON reviews(repo_id, pull_number);

CREATE TABLE review_comments (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  pull_number INTEGER NOT NULL,
  review_id INTEGER,
  in_reply_to_id INTEGER,
  user_login TEXT,
  path TEXT,
  line INTEGER,
  diff_hunk TEXT,
  body TEXT,
  commit_sha TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT,
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);
CREATE INDEX review_comments_pull ON review_comments(repo_id, pull_number);

CREATE TABLE commit_comments (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  commit_sha TEXT NOT NULL,
  path TEXT,
  line INTEGER,
  user_login TEXT,
  body TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT,
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);

CREATE TABLE issue_events (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  issue_number INTEGER,
  event TEXT NOT NULL,
  actor_login TEXT,
  commit_sha TEXT,
  created_at TEXT NOT NULL,
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);
CREATE INDEX issue_events_issue ON issue_events(repo_id, issue_number);

CREATE TABLE releases (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  tag_name TEXT NOT NULL,
  name TEXT,
  body TEXT,
  draft INTEGER NOT NULL,
  prerelease INTEGER NOT NULL,
  author_login TEXT,
  created_at TEXT NOT NULL,
  published_at TEXT,
  deleted_at TEXT,
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);

CREATE TABLE release_assets (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  release_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT,
  size INTEGER NOT NULL,                    -- bytes
  download_count INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  url TEXT,
  PRIMARY KEY (repo_id, id)
);
CREATE INDEX release_assets_release ON release_assets(repo_id, release_id);

CREATE TABLE repo_counts (
  repo_id INTEGER PRIMARY KEY REFERENCES repos(id) ON DELETE CASCADE,
  open_issues INTEGER NOT NULL,
  closed_issues INTEGER NOT NULL,
  open_pulls INTEGER NOT NULL,
  closed_pulls INTEGER NOT NULL,            -- closed and not merged
  merged_pulls INTEGER NOT NULL,
  branches INTEGER NOT NULL,
  tags INTEGER NOT NULL,
  commits INTEGER NOT NULL,
  comments INTEGER NOT NULL                 -- issue comments
);

-- ---------------------------------------------------------------- the sync's own memory

CREATE TABLE streams (                      -- moves only when a phase has succeeded
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  since TEXT,                               -- everything older is here
  depth TEXT,                               -- nothing older was asked for; null: all
  completed_at TEXT,
  last_reconciled_at TEXT,
  PRIMARY KEY (repo_id, name)
) WITHOUT ROWID;

CREATE TABLE walks (                        -- the place inside an unfinished walk
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  stream TEXT NOT NULL,
  part INTEGER NOT NULL,
  place TEXT,                               -- go on from here; null: from the beginning
  url TEXT,                                 -- the page or rows, where the time alone does not identify the place
  bound TEXT,                               -- where the next part begins; null: to the end
  newest TEXT,                              -- the newest item that this part has read
  done INTEGER NOT NULL,
  PRIMARY KEY (repo_id, stream, part)
) WITHOUT ROWID;

CREATE TABLE validators (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  slot TEXT NOT NULL,                       -- what is asked: metadata, refs/heads, labels, issues …
  page INTEGER NOT NULL,
  url TEXT NOT NULL,
  accept TEXT NOT NULL,
  etag TEXT NOT NULL,
  token TEXT NOT NULL,                      -- fingerprint
  next_url TEXT,
  ids TEXT,                                 -- JSON array: what the page held
  PRIMARY KEY (repo_id, slot, page)
) WITHOUT ROWID;

CREATE TABLE content_tips (                 -- refs' commits whose files are all here
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  sha TEXT NOT NULL,
  max_blob_size INTEGER NOT NULL,           -- larger files were left out
  history INTEGER NOT NULL,                 -- 1: the files of all older commits too
  PRIMARY KEY (repo_id, sha)
) WITHOUT ROWID;

CREATE TABLE repo_states (
  repo_id INTEGER PRIMARY KEY REFERENCES repos(id) ON DELETE CASCADE,
  error_code TEXT,
  error_message TEXT,
  last_success_at TEXT,
  last_attempt_at TEXT,
  blocked_until TEXT,
  rate_limit INTEGER,
  rate_remaining INTEGER,
  rate_reset_at TEXT,
  clock_ahead INTEGER,                      -- seconds that GitHub's clock was before this machine's
  graphql_lacks TEXT,                       -- JSON array: what this GitHub's GraphQL schema has not
  running_pid INTEGER,                      -- who syncs now; believed only while the lock is held
  running_since TEXT,
  progress_current INTEGER,
  progress_total INTEGER
);

CREATE VIEW sync_states AS
SELECT s.repo_id,
       (SELECT etag FROM validators v WHERE v.repo_id = s.repo_id AND v.slot = 'metadata') AS repo_meta_etag,
       (SELECT etag FROM validators v WHERE v.repo_id = s.repo_id AND v.slot = 'refs/heads') AS refs_etag_heads,
       (SELECT etag FROM validators v WHERE v.repo_id = s.repo_id AND v.slot = 'refs/tags') AS refs_etag_tags,
       (SELECT since FROM streams t WHERE t.repo_id = s.repo_id AND t.name = 'issues') AS issues_since,
       (SELECT since FROM streams t WHERE t.repo_id = s.repo_id AND t.name = 'comments') AS comments_since,
       CASE WHEN s.running_pid IS NOT NULL THEN 'SYNCING'
            WHEN s.last_success_at IS NOT NULL AND s.error_code IS NULL THEN 'SYNCED'
            ELSE 'OUTDATED' END AS status,
       s.error_code, s.error_message, s.last_success_at, s.last_attempt_at, s.blocked_until,
       s.rate_remaining, s.rate_reset_at
FROM repo_states s;

CREATE TABLE sync_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  trigger TEXT NOT NULL,
  outcome TEXT,                             -- null while it runs, or where it was killed
  failure_code TEXT,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  report TEXT                               -- the JSON report
);
CREATE INDEX sync_runs_repo ON sync_runs(repo_id, id);

CREATE TABLE tokens (
  scope TEXT PRIMARY KEY,                   -- '' for all repositories, else owner/name in lower case
  sealed BLOB NOT NULL                      -- encrypted; the key is not in this file
) WITHOUT ROWID;
