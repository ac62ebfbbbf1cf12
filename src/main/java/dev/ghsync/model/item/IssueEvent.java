package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of an issue or pull request: closed, labeled, merged, renamed …
 *
 * @param issueNumber null if GitHub does not deliver it
 * @param raw as in {@link Issue}, without the embedded issue
 */
public record IssueEvent(
    long id,
    @Nullable Long issueNumber,
    String event,
    @Nullable User actor,
    @Nullable String commitSha,
    Instant createdAt,
    String raw) {}
