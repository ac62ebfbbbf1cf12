package dev.ghsync.git.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads packs that were damaged at random, but the same each time. More of them: {@code mvn test
 * -Dtest=PackFuzzTest -Dghsync.fuzz=100000}.
 */
class PackFuzzTest {
  private static final int SEEDS = Integer.getInteger("ghsync.fuzz", 2000);
  private static final PackLimits LIMITS =
      new PackLimits(1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 24);
  private static final PackLimits FILES = new PackLimits(400, 100, 150, 0, 0, 1 << 24);

  @TempDir Path odd;
  @TempDir Path history;
  @TempDir Path spools;

  /** The sink itself checks that what it is given has the right id. */
  @Test
  void aDamagedPackEndsInACleanFailureOrInRightObjects() throws IOException {
    List<PackDamage> packs = packs();
    int refused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] pack = packs.get(seed % packs.size()).damaged(seed);
      RecordingSink sink = new RecordingSink();
      try {
        Packs.readInto(sink, pack, spools, seed % 16 == 0 ? FILES : LIMITS);
      } catch (GitFormatException e) {
        refused++;
        assertThat(sink.isEmpty()).as("seed %s: nothing is handed over", seed).isTrue();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isBetween(SEEDS / 2, SEEDS - 1);
    assertThat(spools).isEmptyDirectory();
  }

  private List<PackDamage> packs() throws IOException {
    TestRepository strange = OddRepository.create(odd);
    TestRepository plain = LongHistory.create(history, 20);
    List<PackDamage> packs = new ArrayList<>();
    for (TestRepository repository : List.of(strange, plain)) {
      packs.add(PackDamage.of(repository.packOfAll("--delta-base-offset"), spools));
    }
    packs.add(PackDamage.of(plain.packOfAll("--delta-base-offset", "--depth=4095"), spools));
    return packs;
  }
}
