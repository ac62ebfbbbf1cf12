package dev.ghsync.sync.run;

import dev.ghsync.git.GitRemote;
import dev.ghsync.model.Failure;
import dev.ghsync.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The pause that a git host demands, remembered by host and token. It does not affect REST. */
record GitPause(Store store, Clock clock) {
  /** The longest pause; one that ends later was stored by a wrong clock. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Applies a stored pause that is not over. */
  void restore(GitRemote git) {
    Optional<Instant> until =
        store.read(s -> s.gitMemory().findPause(git.host(), git.tokenFingerprint()));
    Instant now = clock.instant();
    until
        .filter(end -> end.isAfter(now) && !end.isAfter(now.plus(LONGEST)))
        .ifPresent(git::pauseUntil);
  }

  /** Stores the pause that the host demanded in this run. */
  void save(GitRemote git) {
    git.pause()
        .flatMap(Failure::retryAt)
        .ifPresent(
            until ->
                store.write(
                    s -> s.gitMemory().savePause(git.host(), git.tokenFingerprint(), until)));
  }
}
