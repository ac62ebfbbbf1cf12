-- Version 6. Discussions, and links between issues, pull requests and discussions.

ALTER TABLE repos ADD COLUMN has_discussions INTEGER; -- null until an answer was read since this version
ALTER TABLE repos ADD COLUMN has_wiki INTEGER;

-- ---------------------------------------------------------------- discussions

CREATE TABLE discussion_categories (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id TEXT NOT NULL,                         -- a node id: GraphQL has no number for a category
  name TEXT NOT NULL,
  slug TEXT,
  emoji TEXT,                               -- :pray:
  description TEXT,
  is_answerable INTEGER NOT NULL,
  PRIMARY KEY (repo_id, id)
) WITHOUT ROWID;

CREATE TABLE discussions (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  category TEXT NOT NULL,                   -- its name
  category_id TEXT NOT NULL,
  state TEXT NOT NULL,                      -- open, closed
  state_reason TEXT,                        -- resolved, outdated, duplicate, reopened
  is_answered INTEGER,                      -- null where the category takes no answers
  answer_comment_id INTEGER,
  user_login TEXT,
  user_id INTEGER,
  author_association TEXT,
  locked INTEGER NOT NULL,
  upvotes INTEGER NOT NULL,
  comments_count INTEGER NOT NULL,          -- top level, without replies
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT,
  deleted_at TEXT,
  comments_of TEXT,                         -- the updated_at whose comments are here; null: they are due
  comments_seen TEXT,                       -- GitHub's numbers of comments, replies and votes when they were read
  checked_at TEXT,                          -- when the last check that listed it began
  raw TEXT,
  PRIMARY KEY (repo_id, number)
);
CREATE INDEX discussions_updated ON discussions(repo_id, updated_at);

CREATE INDEX discussions_comments_due ON discussions(repo_id, updated_at) WHERE comments_of IS NOT updated_at;

CREATE TABLE discussion_comments (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  discussion_number INTEGER NOT NULL,
  reply_to_id INTEGER,                      -- null: top level
  user_login TEXT,
  user_id INTEGER,
  author_association TEXT,
  body TEXT NOT NULL,                       -- of a deleted comment, what it said when it was last read
  is_answer INTEGER NOT NULL,
  upvotes INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT,
  deleted_with_discussion INTEGER NOT NULL DEFAULT 0, -- 1: only because the discussion was deleted
  raw TEXT,
  PRIMARY KEY (repo_id, id)
);
CREATE INDEX discussion_comments_discussion ON discussion_comments(repo_id, discussion_number, deleted_at);

ALTER TABLE issues ADD COLUMN discussion_number INTEGER; -- the discussion that the issue was converted to
ALTER TABLE issues ADD COLUMN discussion_asked INTEGER NOT NULL DEFAULT 0; -- 1: GitHub was asked which one
CREATE INDEX issue_events_conversions ON issue_events(repo_id, issue_number)
WHERE event = 'converted_to_discussion';
ALTER TABLE repo_counts ADD COLUMN discussions INTEGER NOT NULL DEFAULT 0;

-- ---------------------------------------------------------------- links

CREATE TABLE cross_references (             -- who mentioned an issue or pull request, and where
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  issue_number INTEGER NOT NULL,            -- what was mentioned
  source_repo TEXT NOT NULL,                -- owner/name
  source_number INTEGER NOT NULL,
  source_is_pull INTEGER NOT NULL,
  actor_login TEXT,
  actor_id INTEGER,
  created_at TEXT NOT NULL,
  will_close INTEGER NOT NULL,              -- 1: the source closes it when merged
  PRIMARY KEY (repo_id, issue_number, source_repo, source_number)
) WITHOUT ROWID;

CREATE TABLE closing_issues (               -- issues that a pull request closes when merged
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  pull_number INTEGER NOT NULL,
  issue_repo TEXT NOT NULL,                 -- owner/name
  issue_number INTEGER NOT NULL,
  PRIMARY KEY (repo_id, pull_number, issue_repo, issue_number)
) WITHOUT ROWID;
CREATE INDEX closing_issues_issue ON closing_issues(repo_id, issue_repo, issue_number);

CREATE INDEX cross_references_source ON cross_references(repo_id, source_repo, source_number);

ALTER TABLE issues ADD COLUMN links_of TEXT; -- the updated_at whose links are here; null: they are due
-- What is due is found without reading all issues.
CREATE INDEX issues_links_due ON issues(repo_id, number) WHERE links_of IS NOT updated_at;

-- ---------------------------------------------------------------- commits and files of pull requests

CREATE TABLE pull_contents (                -- pull requests whose commits and files were read
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  commits INTEGER NOT NULL,                 -- rows of pull_commits
  files INTEGER NOT NULL,                   -- rows of pull_files
  read_as TEXT,                             -- the head, the base and the numbers of the pull request then
  PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

CREATE TABLE pull_commits (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  pull_number INTEGER NOT NULL,
  position INTEGER NOT NULL,                -- 0 is the oldest
  sha TEXT NOT NULL,
  PRIMARY KEY (repo_id, pull_number, position)
) WITHOUT ROWID;
CREATE INDEX pull_commits_sha ON pull_commits(repo_id, sha);

CREATE TABLE pull_files (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  pull_number INTEGER NOT NULL,
  path TEXT NOT NULL,
  previous_path TEXT,                       -- of a renamed or copied file
  status TEXT NOT NULL,                     -- added, removed, modified, renamed, copied, changed
  additions INTEGER NOT NULL,
  deletions INTEGER NOT NULL,
  PRIMARY KEY (repo_id, pull_number, path)
) WITHOUT ROWID;
CREATE INDEX pull_files_path ON pull_files(repo_id, path);

-- What GitHub does not show of a pull request because of its limits; null until it was read.
ALTER TABLE pulls ADD COLUMN commits_left_out INTEGER;
ALTER TABLE pulls ADD COLUMN files_left_out INTEGER;

-- ---------------------------------------------------------------- wikis

-- When git last said that the wiki does not exist. It is asked for again a day later.
ALTER TABLE repos ADD COLUMN wiki_missing_at TEXT;

-- ---------------------------------------------------------------- stargazers

CREATE TABLE stargazers (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,                 -- negative where the account is gone
  user_login TEXT,
  starred_at TEXT NOT NULL,
  PRIMARY KEY (repo_id, user_id)
) WITHOUT ROWID;
CREATE INDEX stargazers_starred_at ON stargazers(repo_id, starred_at);

-- ---------------------------------------------------------------- reactions

CREATE TABLE reactions (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  subject_type TEXT NOT NULL,               -- issue, issue_comment, review_comment, commit_comment, release, review, discussion, discussion_comment
  subject_id INTEGER NOT NULL,              -- id of the row that it is about: issues.id, not the number
  user_login TEXT,                          -- null where the account is gone, and of an app in what only GraphQL shows
  user_id INTEGER,
  content TEXT NOT NULL,                    -- +1, -1, laugh, confused, heart, hooray, rocket, eyes
  created_at TEXT NOT NULL,
  PRIMARY KEY (repo_id, id)
) WITHOUT ROWID;
CREATE INDEX reactions_subject ON reactions(repo_id, subject_type, subject_id);

CREATE TABLE reaction_subjects (            -- with which numbers in raw the reactions were read
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  subject_type TEXT NOT NULL,               -- also reviews: those of the pull request of this number
  subject_id INTEGER NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (repo_id, subject_type, subject_id)
) WITHOUT ROWID;

-- ---------------------------------------------------------------- what happened, and who did it

-- Everything that happened to an issue or pull request, a row each. An event of the list of events
-- has its own name as kind; "merged" has the time of the pull request, whether its event was read or not.
CREATE VIEW timeline AS
SELECT repo_id, number, created_at AS at, 'opened' AS kind, user_login AS actor_login, id,
       title AS detail, body
FROM issues WHERE deleted_at IS NULL
UNION ALL
SELECT repo_id, issue_number, created_at, 'commented', user_login, id, NULL, body
FROM issue_comments WHERE deleted_at IS NULL
UNION ALL
SELECT repo_id, issue_number, created_at, event, actor_login, id,
       coalesce(raw ->> '$.label.name', raw ->> '$.rename.to', raw ->> '$.milestone.title',
         raw ->> '$.assignee.login', raw ->> '$.requested_reviewer.login', commit_sha), NULL
FROM issue_events WHERE event <> 'merged'
UNION ALL
SELECT repo_id, pull_number, submitted_at, 'reviewed', user_login, id, state, body
FROM reviews WHERE deleted_at IS NULL
UNION ALL
SELECT repo_id, pull_number, created_at, 'review-commented', user_login, id, path, body
FROM review_comments WHERE deleted_at IS NULL
UNION ALL
SELECT repo_id, issue_number, created_at, 'cross-referenced', actor_login, NULL,
       source_repo || '#' || source_number, NULL
FROM cross_references
UNION ALL
SELECT p.repo_id, p.pull_number, c.committed_at, 'committed', NULL, NULL, p.sha, c.message
FROM pull_commits p LEFT JOIN commits c ON c.repo_id = p.repo_id AND c.sha = p.sha
UNION ALL
SELECT repo_id, number, merged_at, 'merged', merged_by_login, NULL, base_ref, NULL
FROM pulls WHERE merged = 1;

-- How often an account did what in a month, such as 2026-01.
CREATE VIEW people AS
SELECT repo_id, login, month,
       count(*) FILTER (WHERE kind = 'issue') AS issues,
       count(*) FILTER (WHERE kind = 'pull') AS pulls,
       count(*) FILTER (WHERE kind = 'comment') AS comments,
       count(*) FILTER (WHERE kind = 'review') AS reviews,
       count(*) FILTER (WHERE kind = 'review comment') AS review_comments,
       count(*) FILTER (WHERE kind = 'commit comment') AS commit_comments,
       count(*) FILTER (WHERE kind = 'discussion') AS discussions,
       count(*) FILTER (WHERE kind = 'discussion comment') AS discussion_comments,
       count(*) FILTER (WHERE kind = 'merge') AS merges,
       count(*) FILTER (WHERE kind = 'reaction') AS reactions
FROM (
  SELECT repo_id, user_login AS login, substr(created_at, 1, 7) AS month,
         iif(is_pull, 'pull', 'issue') AS kind
  FROM issues WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, user_login, substr(created_at, 1, 7), 'comment'
  FROM issue_comments WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, user_login, substr(submitted_at, 1, 7), 'review'
  FROM reviews WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, user_login, substr(created_at, 1, 7), 'review comment'
  FROM review_comments WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, user_login, substr(created_at, 1, 7), 'commit comment'
  FROM commit_comments WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, user_login, substr(created_at, 1, 7), 'discussion'
  FROM discussions WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, user_login, substr(created_at, 1, 7), 'discussion comment'
  FROM discussion_comments WHERE deleted_at IS NULL
  UNION ALL
  SELECT repo_id, merged_by_login, substr(merged_at, 1, 7), 'merge'
  FROM pulls WHERE merged = 1
  UNION ALL
  SELECT repo_id, user_login, substr(created_at, 1, 7), 'reaction'
  FROM reactions)
WHERE login IS NOT NULL AND month IS NOT NULL
GROUP BY repo_id, login, month;

-- These contain all that the view needs, so that it reads no bodies.
CREATE INDEX issues_people ON issues(repo_id, user_login, created_at, is_pull, deleted_at);
CREATE INDEX issue_comments_people ON issue_comments(repo_id, user_login, created_at, deleted_at);
CREATE INDEX reviews_people ON reviews(repo_id, user_login, submitted_at, deleted_at);
CREATE INDEX review_comments_people ON review_comments(repo_id, user_login, created_at, deleted_at);
CREATE INDEX discussions_people ON discussions(repo_id, user_login, created_at, deleted_at);
CREATE INDEX discussion_comments_people ON discussion_comments(repo_id, user_login, created_at, deleted_at);
CREATE INDEX pulls_people ON pulls(repo_id, merged, merged_by_login, merged_at);
