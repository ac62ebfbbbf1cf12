package dev.ghsync.model.item;

/**
 * The numbers of a repository's items, without deleted ones.
 *
 * @param closedPulls closed but not merged
 * @param comments comments on issues and pull requests
 */
public record RepoCounts(
    long openIssues,
    long closedIssues,
    long openPulls,
    long closedPulls,
    long mergedPulls,
    long branches,
    long tags,
    long commits,
    long comments,
    long discussions) {}
