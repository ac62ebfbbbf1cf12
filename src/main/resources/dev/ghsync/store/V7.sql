-- Version 7. The lists of an owner's repositories, so that an unchanged list is not charged.

CREATE TABLE repo_lists (
  host TEXT NOT NULL,
  list TEXT NOT NULL,                       -- orgs/NAME, users/NAME, user, installation/ID
  page INTEGER NOT NULL,
  url TEXT NOT NULL,
  accept TEXT NOT NULL,
  etag TEXT NOT NULL,
  token TEXT NOT NULL,                      -- fingerprint
  next_url TEXT,
  repos TEXT NOT NULL,                      -- JSON array: id, name and kind of each
  PRIMARY KEY (host, list, page)
) WITHOUT ROWID;
