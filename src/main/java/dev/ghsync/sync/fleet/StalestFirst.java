package dev.ghsync.sync.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The order in which repositories are synced: first those that were never tried, then by the time
 * of the last success. A run without success counts as a success an hour earlier, so that a
 * repository which fails, or needs several runs, does not hold up the others for longer.
 *
 * <p>Times differ by a random part, so that several machines do not begin with the same
 * repositories, and the same ones are not always the last.
 */
public record StalestFirst(RandomGenerator random) {
  private static final Duration FAILED = Duration.ofHours(1);
  private static final long JITTER_SECONDS = 300;

  /** Returns the repositories in this order. */
  public List<Candidate> sort(List<Candidate> repos) {
    Map<Candidate, Instant> times = new HashMap<>();
    repos.forEach(repo -> times.put(repo, time(repo).plusSeconds(random.nextLong(JITTER_SECONDS))));
    List<Candidate> sorted = new ArrayList<>(repos);
    sorted.sort(Comparator.comparing(times::get));
    return sorted;
  }

  private static Instant time(Candidate repo) {
    Instant success = repo.lastSuccessAt().orElse(Instant.EPOCH);
    Instant attempt = repo.lastAttemptAt().map(at -> at.minus(FAILED)).orElse(Instant.EPOCH);
    return attempt.isAfter(success) ? attempt : success;
  }
}
