package dev.ghsync.objects.export;

/**
 * The result of an export.
 *
 * @param refs how many; 0 for a tar
 * @param objects how many; of a tar the files
 * @param shallow whether the history is left out
 * @param leftOut large files that are not stored
 */
public record Exported(int refs, long objects, boolean shallow, Lack leftOut) {}
