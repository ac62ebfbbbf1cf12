package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.stream.StargazersStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stargazers, of which later runs read only the last page. */
class StargazersTest {
  private static final String COUNT = "SELECT count(*) FROM stargazers";

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void create() {
    bench = Bench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void star(int from, int to) {
    for (int i = from; i < to; i++) {
      bench.world.star(i);
    }
  }

  private SyncReport sync() {
    return sync(options -> {});
  }

  private SyncReport sync(Consumer<Options> wishes) {
    return bench.sync(
        options -> {
          options.with(StargazersStream.NAME);
          wishes.accept(options);
        });
  }

  private long requests() {
    return bench.hub.asked("/stargazers.*").size();
  }

  private long charged() {
    return bench.hub.asked("/stargazers.*").stream().filter(a -> a.charged()).count();
  }

  @Test
  void theyAreOffUnlessTheUserAsksForThem() {
    star(0, 3);

    bench.sync();

    assertThat(requests()).isZero();
    assertThat(bench.sql(COUNT)).isEqualTo("0");
  }

  @Test
  void anAccountThatIsGoneHasNoLogin() {
    star(0, 2);
    ObjectNode gone = bench.world.star(2);
    gone.putNull("user");

    assertThat(sync().failure()).isEmpty();

    assertThat(bench.sql(COUNT)).isEqualTo("3");
    assertThat(bench.sql("SELECT user_login, starred_at FROM stargazers WHERE user_id < 0"))
        .isEqualTo("null|" + gone.get("starred_at").asText());
  }

  @Test
  void laterRunsReadTheLastPageAlone() {
    star(0, 250);
    sync();
    star(250, 260);

    sync();

    assertThat(bench.sql(COUNT)).isEqualTo("260");
    assertThat(requests()).isEqualTo(1);
    sync();
    assertThat(charged()).isZero();
  }

  @Test
  void aFullLastPageHidesNoNewOne() {
    star(0, 200);
    sync();
    star(200, 201);

    sync();
    assertThat(bench.sql(COUNT)).isEqualTo("201");
    star(201, 420);
    sync();
    assertThat(bench.sql(COUNT)).isEqualTo("420");
    sync();
    assertThat(charged()).isZero();
  }

  @Test
  void starsThatWereTakenBackAreFoundByTheCheckForDeletions() {
    star(0, 230);
    sync();
    bench.world.unstar(7);
    sync();
    assertThat(bench.sql(COUNT)).isEqualTo("230");

    SyncReport report = sync(options -> options.reconcileNow());

    assertThat(bench.sql(COUNT)).isEqualTo("229");
    assertThat(Bench.phase(report, StargazersStream.NAME).counts().deleted()).isEqualTo(1);
  }

  @Test
  void whatGithubDoesNotShowIsSaidOnce() {
    star(0, 250);
    bench.hub.refuse("/stargazers.*page=3", 422, "pagination is limited for this resource");

    SyncReport report = sync();

    assertThat(bench.sql(COUNT)).isEqualTo("200");
    assertThat(report.failure()).isEmpty();
    assertThat(Bench.phase(report, StargazersStream.NAME).reason())
        .contains("GitHub shows only the first 40,000 stargazers; the others are left out");
    assertThat(Bench.phase(sync(), StargazersStream.NAME).reason()).isEmpty();
  }
}
