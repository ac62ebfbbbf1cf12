package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an issue or pull request: closed, labeled, merged, renamed …
 *
 * @param issueNumber null where GitHub does not say to what
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
