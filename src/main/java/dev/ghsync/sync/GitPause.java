package dev.ghsync.sync;

import dev.ghsync.git.GitRemote;
import dev.ghsync.model.Failure;
import dev.ghsync.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers the pause that a git host asked for, by host and token. It stops git, not REST. */
record GitPause(Store store, Clock clock) {
  /** No pause is longer: one that ends later was noted by a clock that was wrong. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Tells a connection of a pause that is not over. */
  void recall(GitRemote git) {
    Optional<Instant> until =
        store.read(s -> s.gitMemory().findPause(git.host(), git.tokenFingerprint()));
    Instant now = clock.instant();
    until
        .filter(end -> end.isAfter(now) && !end.isAfter(now.plus(LONGEST)))
        .ifPresent(git::pauseUntil);
  }

  /** Keeps the pause that a connection was asked for. */
  void keep(GitRemote git) {
    git.pause()
        .flatMap(Failure::retryAt)
        .ifPresent(
            until ->
                store.write(
                    s -> s.gitMemory().savePause(git.host(), git.tokenFingerprint(), until)));
  }
}
