package dev.ghsync.sync;

import dev.ghsync.git.GitRemote;
import dev.ghsync.model.Failure;
import dev.ghsync.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Remembers the pause that a git host asked for, by host and token. It stops git, not REST. */
record GitPause(Store store, Clock clock) {

  /** Tells a connection of a pause that is not over. */
  void recall(GitRemote git) {
    Optional<Instant> until =
        store.read(s -> s.gitMemory().findPause(git.host(), git.tokenFingerprint()));
    until.filter(end -> end.isAfter(clock.instant())).ifPresent(git::pauseUntil);
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
