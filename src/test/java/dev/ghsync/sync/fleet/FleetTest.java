package dev.ghsync.sync.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.ListedRepo;
import dev.ghsync.sync.fleet.RepoFilter.Shard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which repositories are synced, and in which order. */
class FleetTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final Path FILE = Path.of("m.db");

  private static Candidate repo(String name, Optional<Duration> synced, Optional<Duration> tried) {
    return new Candidate(
        Host.GITHUB,
        new RepoName("acme", name),
        OptionalLong.of(name.hashCode()),
        FILE,
        true,
        false,
        false,
        "public",
        synced.map(NOON::minus),
        tried.map(NOON::minus));
  }

  private static Candidate synced(String name, Duration ago) {
    return repo(name, Optional.of(ago), Optional.of(ago));
  }

  private static List<String> order(List<Candidate> repos, long seed) {
    List<Candidate> shuffled = new ArrayList<>(repos);
    Collections.shuffle(shuffled, new Random(seed));
    return new StalestFirst(new Random(seed))
        .sort(shuffled).stream().map(repo -> repo.name().name()).toList();
  }

  @Test
  void theStalestIsFirst() {
    List<Candidate> repos =
        List.of(
            synced("hour", Duration.ofHours(1)),
            synced("day", Duration.ofDays(1)),
            repo("new", Optional.empty(), Optional.empty()),
            synced("minute", Duration.ofMinutes(1)));
    for (long seed = 0; seed < 50; seed++) {
      assertThat(order(repos, seed)).containsExactly("new", "day", "hour", "minute");
    }
  }

  @Test
  void oneThatNeverSucceedsDoesNotHoldUpTheOthersForLongerThanAnHour() {
    List<Candidate> repos =
        List.of(
            repo("failing", Optional.empty(), Optional.of(Duration.ofMinutes(1))),
            synced("older", Duration.ofMinutes(90)),
            synced("newer", Duration.ofMinutes(20)));
    assertThat(order(repos, 1)).containsExactly("older", "failing", "newer");
  }

  @Test
  void jitterChangesTheOrderOfThoseThatAreAsStale() {
    List<Candidate> repos = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      repos.add(synced("r" + i, Duration.ofHours(2)));
    }
    assertThat(new StalestFirst(new Random(1)).sort(repos))
        .isNotEqualTo(new StalestFirst(new Random(2)).sort(repos));
  }

  @Test
  void everyRepositoryIsInOneShardAndTheShardsAreOfSimilarSize() {
    int[] sizes = new int[4];
    for (int i = 0; i < 400; i++) {
      Candidate repo = synced("svc-" + i, Duration.ZERO);
      int in = 0;
      for (int shard = 0; shard < 4; shard++) {
        if (filter(new Shard(shard, 4)).matches(repo)) {
          sizes[shard]++;
          in++;
        }
      }
      assertThat(in).isEqualTo(1);
    }
    for (int size : sizes) {
      assertThat(size).isBetween(70, 130);
    }
  }

  private static RepoFilter filter(Shard shard) {
    return new RepoFilter(List.of(), List.of(), true, true, Set.of(), Optional.of(shard));
  }

  @Test
  void aRenamedRepositoryIsStillTheSameOne() {
    Candidates all = new Candidates(Host.GITHUB, name -> Path.of("new.db"));
    Candidate before = synced("old-name", Duration.ofHours(1));
    all.add(before);

    all.addListed(List.of(listed("old-name".hashCode(), "new-name")));

    assertThat(all.list()).hasSize(1);
    Candidate after = all.list().get(0);
    assertThat(after.name()).isEqualTo(new RepoName("acme", "new-name"));
    assertThat(after.database()).isEqualTo(FILE);
    assertThat(after.isKnown()).isTrue();
    assertThat(after.lastSuccessAt()).isEqualTo(before.lastSuccessAt());
  }

  @Test
  void aNewRepositoryOfAnEarlierNameIsAnotherOne() {
    Candidates all = new Candidates(Host.GITHUB, name -> Path.of("new.db"));
    all.add(synced("api", Duration.ofHours(1)));

    all.addListed(List.of(listed("api".hashCode(), "api-2"), listed(7, "api")));

    assertThat(all.list()).extracting(repo -> repo.name().name()).containsExactly("api-2", "api");
    assertThat(all.list()).extracting(Candidate::isKnown).containsExactly(true, false);
  }

  private static ListedRepo listed(long id, String name) {
    return new ListedRepo(id, new RepoName("acme", name), false, false, "public");
  }
}
