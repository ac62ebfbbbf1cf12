package dev.ghsync.model.git;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The author, committer or tagger of an object, and the time.
 *
 * @param name may be empty
 * @param zone as written: {@code +0200}; null if REST delivered it
 */
public record PersonIdent(GitText name, GitText email, Instant at, @Nullable String zone) {}
