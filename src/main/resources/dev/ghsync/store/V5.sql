-- Version 5. Objects that came by REST lack something of their exact bytes; a sync by git brings it.

-- Commits without time zones.
CREATE INDEX commits_inexact ON commits(repo_id, sha)
WHERE raw_header IS NULL AND (author_tz IS NULL OR committer_tz IS NULL);

-- Tags without one. A tag without a tagger has none either; it is exact if it is packed.
CREATE INDEX tags_inexact ON tags(repo_id, sha)
WHERE tagger_tz IS NULL AND raw_header IS NULL AND raw_message IS NULL;

-- Entries with the character that REST shows for bytes that are not UTF-8. Their trees are exact if
-- they are packed.
CREATE INDEX tree_rows_inexact ON tree_rows(tree)
WHERE typeof(name) = 'text' AND instr(name, char(65533)) > 0;

ALTER TABLE history_tips ADD COLUMN exact INTEGER NOT NULL DEFAULT 0;    -- 1: the ancestors are stored with their exact bytes
UPDATE history_tips SET exact = 1 WHERE NOT EXISTS
  (SELECT 1 FROM commits c WHERE c.repo_id = history_tips.repo_id
    AND c.raw_header IS NULL AND (c.author_tz IS NULL OR c.committer_tz IS NULL));

-- content_tips now: refs' commits, and trees and blobs that refs name, whose files are all here
ALTER TABLE content_tips ADD COLUMN exact INTEGER NOT NULL DEFAULT 0;    -- 1: the trees are stored with their exact bytes

ALTER TABLE unfolded_roots ADD COLUMN complete INTEGER NOT NULL DEFAULT 1;    -- 0: what is below it is not all unfolded yet
