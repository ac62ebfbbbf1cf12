package dev.ghsync.model.git;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who made a commit or tag, and when.
 *
 * @param name {@code ''} where empty
 * @param zone {@code +0200} as written; null where only REST was asked
 */
public record PersonIdent(GitText name, GitText email, Instant at, @Nullable String zone) {}
