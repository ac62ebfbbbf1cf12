-- Version 2. It runs with foreign keys off: "repos" is made anew, and must not take its children
-- with it. See https://www.sqlite.org/lang_altertable.html#otheralter

-- The views that name a table which is made anew are dropped first and created again at the end.
DROP VIEW head_files;
DROP VIEW sync_states;

-- ---------------------------------------------------------------- hosts and identity

CREATE TABLE repos_new (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL DEFAULT 'github.com',  -- github.com, NAME.ghe.com, or the Enterprise server's
  github_id INTEGER,                        -- null until GitHub has answered once
  parent_id INTEGER REFERENCES repos(id) ON DELETE CASCADE, -- of a wiki: its repository
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
  may_push INTEGER,                         -- the token that read this last: it is shown drafts
  UNIQUE (host, github_id)
);

-- A repository's host is that of the address which was asked, else that of its web page. A
-- repository that was never found has neither: it gets the database's only host, else github.com.
INSERT INTO repos_new
WITH asked AS (
  SELECT r.id, lower(coalesce(
    (SELECT v.url FROM validators v WHERE v.repo_id = r.id AND v.slot = 'metadata' LIMIT 1),
    r.html_url)) AS address
  FROM repos r
), servers AS (
  SELECT id, substr(address, 1, instr(address, '://') - 1) AS scheme,
    substr(address, instr(address, '://') + 3) AS rest
  FROM asked WHERE instr(address, '://') > 0
), authorities AS (
  SELECT id, scheme, substr(rest, 1, instr(rest || '/', '/') - 1) AS authority FROM servers
), names AS (
  SELECT id, CASE
    WHEN scheme = 'https' AND authority LIKE '%:443' THEN substr(authority, 1, length(authority) - 4)
    WHEN scheme = 'http' AND authority LIKE '%:80' THEN substr(authority, 1, length(authority) - 3)
    ELSE authority END AS name
  FROM authorities
), hosts AS (
  SELECT id, CASE
    WHEN name = 'api.github.com' THEN 'github.com'
    WHEN name LIKE 'api._%.ghe.com' THEN substr(name, 5)
    ELSE name END AS host
  FROM names
), whole AS (
  SELECT CASE WHEN count(DISTINCT host) = 1 THEN min(host) ELSE 'github.com' END AS host FROM hosts
)
SELECT r.id, coalesce(h.host, (SELECT host FROM whole)), r.github_id, NULL, r.owner, r.name,
  r.full_name, r.default_branch, r.head_ref_id, r.description, r.homepage, r.language, r.license,
  r.topics, r.visibility, r.private, r.fork, r.archived, r.has_issues, r.has_pulls,
  r.stargazers_count, r.forks_count, r.open_issues_count, r.size, r.created_at, r.updated_at,
  r.pushed_at, r.html_url, r.named_at, r.may_push
FROM repos r LEFT JOIN hosts h ON h.id = r.id;

DROP TABLE repos;
ALTER TABLE repos_new RENAME TO repos;
CREATE INDEX repos_full_name ON repos(full_name);
CREATE INDEX repos_head_ref_id ON repos(head_ref_id);
CREATE INDEX repos_parent_id ON repos(parent_id);

CREATE TABLE users_new (
  host TEXT NOT NULL DEFAULT 'github.com',  -- '': known from before there were hosts, which is not known
  id INTEGER NOT NULL,
  login TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (host, id)
) WITHOUT ROWID;

INSERT INTO users_new
SELECT CASE (SELECT count(DISTINCT host) FROM repos)
  WHEN 0 THEN 'github.com' WHEN 1 THEN (SELECT min(host) FROM repos) ELSE '' END, id, login, type
FROM users;

DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_login ON users(login);

-- A token is of one host. Those from before have the host of the repository that they are for.
CREATE TABLE tokens_new (
  host TEXT NOT NULL,
  scope TEXT NOT NULL,                      -- '' for all repositories of the host, else owner/name in lower case
  sealed BLOB NOT NULL,                     -- encrypted; the key is not in this file
  PRIMARY KEY (host, scope)
) WITHOUT ROWID;
INSERT INTO tokens_new
SELECT coalesce(
  (SELECT r.host FROM repos r WHERE r.full_name = t.scope ORDER BY r.github_id IS NULL LIMIT 1),
  (SELECT min(r.host) FROM repos r HAVING count(DISTINCT r.host) = 1),
  'github.com'), t.scope, t.sealed
FROM tokens t;
DROP TABLE tokens;
ALTER TABLE tokens_new RENAME TO tokens;

-- It takes the place of what repo_states has of limits, which is that of the last run's token.
CREATE TABLE token_limits (
  host TEXT NOT NULL,
  token TEXT NOT NULL,                      -- fingerprint
  rate_limit INTEGER,
  rate_remaining INTEGER,
  rate_reset_at TEXT,
  blocked_until TEXT,
  PRIMARY KEY (host, token)
) WITHOUT ROWID;

-- The id of the account beside its login: a login may change, and may then be another account's.
-- Rows from before have null until they are read again or their account changes its login.
ALTER TABLE milestones ADD COLUMN creator_id INTEGER;
ALTER TABLE issues ADD COLUMN user_id INTEGER;
ALTER TABLE issue_assignees ADD COLUMN user_id INTEGER;
ALTER TABLE issue_comments ADD COLUMN user_id INTEGER;
ALTER TABLE pulls ADD COLUMN merged_by_id INTEGER;
ALTER TABLE pulls ADD COLUMN head_repo_id INTEGER; -- GitHub's id
ALTER TABLE reviews ADD COLUMN user_id INTEGER;
ALTER TABLE review_comments ADD COLUMN user_id INTEGER;
ALTER TABLE commit_comments ADD COLUMN user_id INTEGER;
ALTER TABLE issue_events ADD COLUMN actor_id INTEGER;
ALTER TABLE releases ADD COLUMN author_id INTEGER;

CREATE TABLE repo_names (                   -- the last seen name of each repository that a pull comes from
  host TEXT NOT NULL,
  github_id INTEGER NOT NULL,
  full_name TEXT NOT NULL,
  PRIMARY KEY (host, github_id)
) WITHOUT ROWID;
INSERT INTO repo_names SELECT host, github_id, full_name FROM repos WHERE github_id IS NOT NULL;

-- ---------------------------------------------------------------- the full check for deletions

-- 1: deleted only because its issue was; it comes back with the issue.
ALTER TABLE issue_comments ADD COLUMN deleted_with_issue INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN deleted_with_issue INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review_comments ADD COLUMN deleted_with_issue INTEGER NOT NULL DEFAULT 0;
-- 1: its comments are to be read one by one.
ALTER TABLE issues ADD COLUMN comments_due INTEGER NOT NULL DEFAULT 0;

UPDATE issue_comments SET deleted_with_issue = 1
WHERE deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM issues i
  WHERE i.repo_id = issue_comments.repo_id AND i.number = issue_comments.issue_number
    AND i.deleted_at = issue_comments.deleted_at);
UPDATE reviews SET deleted_with_issue = 1
WHERE deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM issues i
  WHERE i.repo_id = reviews.repo_id AND i.number = reviews.pull_number
    AND i.deleted_at = reviews.deleted_at);
UPDATE review_comments SET deleted_with_issue = 1
WHERE deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM issues i
  WHERE i.repo_id = review_comments.repo_id AND i.number = review_comments.pull_number
    AND i.deleted_at = review_comments.deleted_at);

-- Version 1 left comments deleted when their issue came back.
UPDATE issues SET comments_due = 1
WHERE deleted_at IS NULL AND id IS NOT NULL
  AND EXISTS (SELECT 1 FROM issue_comments c WHERE c.repo_id = issues.repo_id
    AND c.issue_number = issues.number AND c.deleted_at IS NOT NULL)
  AND comments_count > (SELECT count(*) FROM issue_comments c WHERE c.repo_id = issues.repo_id
    AND c.issue_number = issues.number AND c.deleted_at IS NULL);

CREATE TABLE checks (                       -- the place inside the full check, which may take several runs
  repo_id INTEGER PRIMARY KEY REFERENCES repos(id) ON DELETE CASCADE,
  pass INTEGER NOT NULL,                    -- counts the checks
  stage TEXT,                               -- issues, pulls, list, diff_comments, unseen; null: it has come to its end
  cursor TEXT,                              -- continue from here; null: from the beginning of the stage
  pulls_only INTEGER NOT NULL,              -- 1: issues cannot be read
  compares_reviews INTEGER NOT NULL,        -- 1: numbers of reviews are compared
  lists_diff_comments INTEGER NOT NULL,     -- 1: review comments are compared by their list
  counted INTEGER NOT NULL,                 -- items seen so far
  started_at TEXT NOT NULL,
  ended_at TEXT                             -- when a check last came to its end
);

CREATE TABLE checked_items (                -- what the full check knows of issues and pull requests
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  pass INTEGER NOT NULL,                    -- the last check that saw it
  listed INTEGER NOT NULL,                  -- 0: no list shows it, but it was found when asked for alone
  asked_as TEXT,                            -- the updated_at for which it was asked alone
  reviews TEXT,                             -- GitHub's number and ours, where they differ
  other_comments INTEGER,                   -- comments that GitHub counts beside those of issue and diff
  diff_comments TEXT,                       -- GitHub's number and ours, where they differ
  PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

CREATE TABLE checked_diff_comments (        -- review comments in the list that an unfinished check reads
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  pass INTEGER NOT NULL,
  PRIMARY KEY (repo_id, id)
) WITHOUT ROWID;

-- ---------------------------------------------------------------- lists

CREATE TABLE unreadable_items (             -- items that could not be read; each run asks for them again
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  stream TEXT NOT NULL,
  item TEXT NOT NULL,                       -- number, id or name; the page that holds it alone where that is unknown
  reason TEXT NOT NULL,
  since TEXT NOT NULL,                      -- when it was first passed over
  PRIMARY KEY (repo_id, stream, item)
) WITHOUT ROWID;

-- ---------------------------------------------------------------- git

CREATE TABLE git_pauses (                   -- until when a git host is not asked
  host TEXT NOT NULL,                       -- with a port that is not the usual one
  token TEXT NOT NULL,                      -- fingerprint; '': none was sent
  until TEXT NOT NULL,
  PRIMARY KEY (host, token)
) WITHOUT ROWID;

CREATE TABLE refs_by_git (                  -- lists of refs that REST could not deliver
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  list TEXT NOT NULL,                       -- refs/heads, refs/tags
  since TEXT NOT NULL,                      -- REST is asked again a week later
  PRIMARY KEY (repo_id, list)
) WITHOUT ROWID;

-- ---------------------------------------------------------------- GraphQL

-- It takes the place of repo_states.graphql_lacks, which is not used any more.
CREATE TABLE graphql_lacks (                -- names that queries leave out
  host TEXT NOT NULL,
  token TEXT NOT NULL,                      -- fingerprint and scopes of the token that may not use the name; '': the server's schema lacks it
  name TEXT NOT NULL,                       -- of a field or type
  found_at TEXT NOT NULL,                   -- valid for 30 days: servers are upgraded
  PRIMARY KEY (host, token, name)
) WITHOUT ROWID;

-- ---------------------------------------------------------------- runs and their errors

-- Written every few seconds while a run lasts, by SQLite's clock: the process may be killed.
ALTER TABLE repo_states ADD COLUMN heartbeat_at TEXT;

CREATE TABLE stream_errors (                -- what a later run of the same stream takes back
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  stream TEXT NOT NULL,                     -- '': of the run itself; '*': not known of which stream
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (repo_id, stream)
) WITHOUT ROWID;

INSERT INTO stream_errors
SELECT repo_id, '*', error_code, coalesce(error_message, '') FROM repo_states
WHERE error_code IS NOT NULL;

-- ---------------------------------------------------------------- views

-- SYNCING only where the process that syncs has given a sign of life within the last minute.
CREATE VIEW sync_states AS
SELECT s.repo_id,
       (SELECT etag FROM validators v WHERE v.repo_id = s.repo_id AND v.slot = 'metadata') AS repo_meta_etag,
       (SELECT etag FROM validators v WHERE v.repo_id = s.repo_id AND v.slot = 'refs/heads') AS refs_etag_heads,
       (SELECT etag FROM validators v WHERE v.repo_id = s.repo_id AND v.slot = 'refs/tags') AS refs_etag_tags,
       (SELECT since FROM streams t WHERE t.repo_id = s.repo_id AND t.name = 'issues') AS issues_since,
       (SELECT since FROM streams t WHERE t.repo_id = s.repo_id AND t.name = 'comments') AS comments_since,
       CASE WHEN s.running_pid IS NOT NULL
              AND abs(strftime('%s', 'now') - strftime('%s', s.heartbeat_at)) <= 60 THEN 'SYNCING'
            WHEN s.last_success_at IS NOT NULL AND s.error_code IS NULL THEN 'SYNCED'
            ELSE 'OUTDATED' END AS status,
       s.error_code, s.error_message, s.last_success_at, s.last_attempt_at, s.blocked_until,
       s.rate_remaining, s.rate_reset_at, s.heartbeat_at
FROM repo_states s;

-- The same as ref_files for the default branch alone, and so much quicker.
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

-- ---------------------------------------------------------------- links that only an address tells

-- rtrim leaves the address without the number at its end.
ALTER TABLE issues ADD COLUMN parent_number INTEGER AS ( -- of a sub-issue; raw has its parent's whole address
  CAST(substr(raw ->> '$.parent_issue_url', length(rtrim(raw ->> '$.parent_issue_url', '0123456789')) + 1) AS INTEGER));
ALTER TABLE releases ADD COLUMN discussion_number INTEGER AS (
  CAST(substr(raw ->> '$.discussion_url', length(rtrim(raw ->> '$.discussion_url', '0123456789')) + 1) AS INTEGER));
