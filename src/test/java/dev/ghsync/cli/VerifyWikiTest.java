package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.Streams;
import dev.ghsync.sync.stream.WikiStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wiki's git repository, compared with the stored one. */
class VerifyWikiTest {
  private static final StreamList STREAMS =
      new StreamList(
          Stream.concat(
                  Options.CORE_STREAMS.streams().stream(),
                  Streams.ALL.streams().stream()
                      .filter(stream -> stream.name().equals(WikiStream.NAME)))
              .toList());

  @TempDir Path folder;
  private Bench bench;
  private GitRepo pages;

  @BeforeEach
  void syncAWikiOfOnePage() {
    bench = Bench.in(folder);
    pages = GitRepo.create(folder.resolve("wiki.git"));
    pages.commit("master", GitRepo.file("Home.md", "hello"));
    bench.hub.serveWiki(pages);
    bench.world.hasWiki = true;
    Verifying.fill(bench, folder);
    bench.sync(
        options -> {
          options.with(WikiStream.NAME);
          options.objects = ObjectsMode.AUTO;
        });
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Run verify(Path db) {
    return Verifying.run(STREAMS, db, bench.hub.api());
  }

  @Test
  void aSyncedWikiIsEqual() {
    assertThat(verify(bench.db).out()).startsWith("octo/world: equal\n").contains("wiki ");
  }

  @Test
  void aPageThatWasSavedSinceIsADifference() {
    pages.commit("master", GitRepo.after("master"), GitRepo.file("Next.md", "more"));

    Run run = verify(bench.db);

    assertThat(run.out()).contains("refs/heads/master: points elsewhere on GitHub");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void refsOfAWikiThatIsSwitchedOffAreADifference() {
    bench.world.hasWiki = false;

    assertThat(verify(bench.db).out())
        .contains("the wiki is switched off in this repository")
        .contains("refs/heads/master: not on GitHub any more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM refs WHERE WIKI | refs/heads/master: not in the database",
        "UPDATE refs SET name = 'refs/heads/x' WHERE WIKI | refs/heads/x: not on GitHub any more",
        "DELETE FROM commits WHERE WIKI | commit [0-9a-f]{40}",
        "DELETE FROM packed_objects WHERE size = 5 | blob [0-9a-f]{40}"
      })
  void aChangedRowIsADifference(String change, String line) {
    Path copy = bench.killedCopy(folder.resolve("copy.db"));
    String wiki = "repo_id = (SELECT id FROM repos WHERE parent_id IS NOT NULL)";
    Rows.execute(copy, "DELETE FROM tree_rows");
    Rows.execute(copy, "DELETE FROM trees");
    Rows.execute(copy, "UPDATE blobs SET content = NULL, omitted = 'packed'");
    assertThat(verify(copy).out()).startsWith("octo/world: equal\n");
    Rows.execute(copy, change.replace("WIKI", wiki));

    Run run = verify(copy);

    assertThat(run.out()).containsPattern(line);
    assertThat(run.code()).isEqualTo(3);
  }
}
