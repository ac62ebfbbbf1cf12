package dev.ghsync.model.item;

/**
 * What a repository holds, deleted things left out.
 *
 * @param closedPulls closed and not merged
 * @param comments issue comments, those on pull requests too
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
    long comments) {}
