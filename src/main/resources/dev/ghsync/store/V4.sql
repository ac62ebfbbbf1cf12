-- The size in bytes of a tree that was left out because it is too large for memory; else null.
ALTER TABLE absent_objects ADD COLUMN size INTEGER;
