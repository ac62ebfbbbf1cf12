-- Version 3. Git's objects are kept packed; only some are also unfolded into rows for SQL.

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

-- An object is omitted for its size or because it is only packed; the former are few.
DROP INDEX blobs_omitted;
CREATE INDEX blobs_too_large ON blobs(sha, size) WHERE omitted = 'too-large';

-- What stored trees of before name and what is not stored, in repositories that were not complete.
INSERT INTO absent_objects (sha, repo_id, type)
SELECT DISTINCT e.sha, r.id, CASE e.mode & 61440 WHEN 16384 THEN 'tree' ELSE 'blob' END
FROM (SELECT DISTINCT f.repo_id AS id FROM refs f WHERE f.peeled_type = 'commit' AND NOT EXISTS (
    SELECT 1 FROM content_tips k WHERE k.repo_id = f.repo_id AND k.sha = f.peeled_sha)) r
CROSS JOIN tree_rows e
WHERE e.mode & 61440 IN (16384, 32768, 40960)
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
