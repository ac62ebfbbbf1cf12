-- Version 3. Git's objects are kept packed; only some are also unfolded into rows for SQL.

-- The meaning of tables that exist already:
-- trees now: a row means: all its entries are in tree_rows, unfolded
-- blobs now: every blob that is kept has its row
-- blobs.omitted now: why content is null: packed (it is in packed_objects alone), too-large

-- Trees, blobs and tag objects as a pack contains them. An object's base has a smaller id.
CREATE TABLE packed_objects (
  id INTEGER PRIMARY KEY,
  sha BLOB NOT NULL UNIQUE,                 -- 20 bytes
  type TEXT NOT NULL,                       -- tree, blob, tag
  size INTEGER NOT NULL,                    -- bytes of the object
  base INTEGER,                             -- packed_objects.id of the object to which data is a delta; null for a whole object
  data BLOB NOT NULL                        -- zlib: the object, or the delta
);

-- Objects that stored trees name and that are not stored themselves.
CREATE TABLE absent_objects (
  sha BLOB NOT NULL,                        -- 20 bytes
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  type TEXT NOT NULL,                       -- tree, blob
  PRIMARY KEY (sha, repo_id)
) WITHOUT ROWID;

-- Repositories of which a pack is being stored: absent_objects does not yet list what it lacks.
CREATE TABLE unfinished_packs (
  repo_id INTEGER PRIMARY KEY REFERENCES repos(id) ON DELETE CASCADE,
  first_object INTEGER NOT NULL             -- packed_objects.id: those before it were stored earlier
);

-- Trees that are unfolded with everything below them, because a ref's commit has them.
CREATE TABLE unfolded_roots (
  repo_id INTEGER NOT NULL REFERENCES repos(id) ON DELETE CASCADE,
  sha TEXT NOT NULL,
  PRIMARY KEY (repo_id, sha)
) WITHOUT ROWID;

-- Commits that refs name and whose ancestors are all stored, so that a run need not walk them again.
CREATE TABLE history_tips (
  repo_id INTEGER NOT NULL,
  sha TEXT NOT NULL,
  PRIMARY KEY (repo_id, sha),
  FOREIGN KEY (repo_id, sha) REFERENCES commits(repo_id, sha) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX ref_changes_undecided ON ref_changes(repo_id, id) WHERE forced IS NULL;

-- The options of the last sync of a repository's objects.
CREATE TABLE content_settings (
  repo_id INTEGER PRIMARY KEY REFERENCES repos(id) ON DELETE CASCADE,
  content TEXT NOT NULL,                    -- --content: none, default, branches, heads, all
  expand TEXT NOT NULL,                     -- --expand: the same
  max_blob_size INTEGER NOT NULL            -- --max-blob-size in bytes
);
INSERT INTO content_settings (repo_id, content, expand, max_blob_size)
SELECT repo_id, iif(max(history), 'all', 'heads'), iif(max(history), 'all', 'heads'),
       max(max_blob_size)
FROM content_tips GROUP BY repo_id;

-- The index of left-out blobs is to list only those that are too large. All that it contains are,
-- so its definition alone changes: an index that is made anew would read every content. See
-- https://www.sqlite.org/lang_altertable.html#otheralter
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET name = 'blobs_too_large',
    sql = 'CREATE INDEX blobs_too_large ON blobs(sha, size) WHERE omitted = ''too-large'''
WHERE name = 'blobs_omitted';
PRAGMA writable_schema = RESET;

-- What stored trees name and what is not stored, if a repository's first objects did not all come:
-- one that has trees, and a ref whose commit was not found to be complete.
INSERT INTO absent_objects (sha, repo_id, type)
SELECT DISTINCT e.sha, r.id, iif(e.mode & 61440 = 16384, 'tree', 'blob')
FROM repos r CROSS JOIN tree_rows e
WHERE EXISTS (SELECT 1 FROM refs f WHERE f.repo_id = r.id AND f.peeled_type = 'commit'
    AND NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = r.id AND k.sha = f.peeled_sha))
  AND EXISTS (SELECT 1 FROM commits c JOIN trees t ON t.sha = c.tree_sha WHERE c.repo_id = r.id)
  AND e.mode & 61440 IN (16384, 32768, 40960)
  AND NOT EXISTS (SELECT 1 FROM trees t WHERE t.sha = lower(hex(e.sha)))
  AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.sha = lower(hex(e.sha)));

-- The files of one ref are found without reading those of the others: a query for each ref, in
-- place of one for all.
DROP VIEW ref_files;
CREATE VIEW ref_files AS
SELECT r.repo_id, r.name AS ref_name,
       iif(f.value ->> 4, CAST(f.value ->> 0 AS BLOB), f.value ->> 0) AS path,
       printf('%06o', (f.value ->> 1) & 65535) AS mode,
       iif((f.value ->> 1) & 61440 IN (32768, 40960), 'blob', 'commit') AS type,
       f.value ->> 2 AS sha, f.value ->> 3 AS size
FROM refs r
LEFT JOIN commits c ON c.repo_id = r.repo_id AND c.sha = r.peeled_sha
JOIN json_each((
  WITH RECURSIVE files(path, mode, sha) AS (
    SELECT e.name, e.mode, lower(hex(e.sha))
    FROM trees t JOIN tree_rows e ON e.tree = t.id
    WHERE t.sha = coalesce(c.tree_sha, r.peeled_sha)
    UNION ALL
    SELECT f.path || '/' || e.name, e.mode, lower(hex(e.sha))
    FROM files f
    JOIN trees t ON t.sha = f.sha
    JOIN tree_rows e ON e.tree = t.id
    WHERE f.mode & 61440 = 16384
  )
  SELECT json_group_array(json_array(CAST(f.path AS TEXT), f.mode, f.sha, b.size, typeof(f.path) = 'blob'))
  FROM files f LEFT JOIN blobs b ON b.sha = f.sha
  WHERE f.mode & 61440 <> 16384
)) f;
