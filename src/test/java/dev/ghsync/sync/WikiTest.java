package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.WikiStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wiki, whose git repository may not exist. */
class WikiTest {
  private static final String WIKI =
      "SELECT full_name, github_id, default_branch, parent_id = (SELECT id FROM repos"
          + " WHERE github_id IS NOT NULL) FROM repos WHERE parent_id IS NOT NULL";
  private static final String FILES =
      "SELECT f.path, CAST(b.content AS TEXT) FROM head_files f JOIN blobs b USING (sha)"
          + " JOIN repos r ON r.id = f.repo_id WHERE r.parent_id IS NOT NULL ORDER BY 1";

  @TempDir Path folder;
  private Bench bench;
  private GitRepo pages;

  @BeforeEach
  void aRepositoryWithAWiki() {
    bench = Bench.in(folder);
    GitRepo git = GitRepo.create(folder.resolve("world.git"));
    git.commit("main", GitRepo.file("a.txt", "a"));
    bench.hub.serve(new GitAnswers(git));
    pages = GitRepo.create(folder.resolve("wiki.git"));
    pages.commit("master", GitRepo.file("Home.md", "hello"));
    bench.world.hasWiki = true;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync() {
    return sync(options -> {});
  }

  private SyncReport sync(Consumer<Options> wishes) {
    return bench.sync(
        options -> {
          options.with(WikiStream.NAME);
          options.objects = SyncSettings.ObjectsMode.AUTO;
          wishes.accept(options);
        });
  }

  private long requests() {
    return bench.hub.asked(".*wiki.*").size();
  }

  @Test
  void itIsARepositoryOfItsOwn() {
    bench.hub.serveWiki(pages);

    SyncReport report = sync();

    assertThat(report.failure()).isEmpty();
    assertThat(bench.sql(WIKI)).isEqualTo("octo/world.wiki|null|master|1");
    assertThat(Rows.select(bench.db, FILES)).containsExactly("Home.md|hello");
    assertThat(Bench.phase(report, WikiStream.NAME).state()).isEqualTo(PhaseReport.State.UPDATED);
  }

  @Test
  void aNewPageIsReadAndNothingElse() {
    bench.hub.serveWiki(pages);
    sync();
    pages.commit("master", GitRepo.after("master"), GitRepo.file("Next.md", "more"));

    assertThat(sync().outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(Rows.select(bench.db, FILES)).containsExactly("Home.md|hello", "Next.md|more");
    assertThat(sync().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void oneThatDoesNotExistIsRequestedOnceADay() {
    SyncReport report = sync();
    assertThat(Bench.phase(report, WikiStream.NAME).reason()).contains("the wiki has no page yet");
    assertThat(report.failure()).isEmpty();
    assertThat(requests()).isEqualTo(1);

    bench.world.pass(80_000);
    sync();
    assertThat(requests()).isZero();

    bench.world.pass(10_000);
    bench.hub.serveWiki(pages);
    sync();
    assertThat(Rows.select(bench.db, FILES)).containsExactly("Home.md|hello");
  }

  @Test
  void oneThatIsSwitchedOffCostsNothingAndHasNoRefs() {
    bench.hub.serveWiki(pages);
    sync();
    bench.world.hasWiki = false;

    SyncReport report = sync();

    assertThat(Bench.phase(report, WikiStream.NAME).state()).isEqualTo(PhaseReport.State.SKIPPED);
    assertThat(requests()).isZero();
    assertThat(Rows.select(bench.db, FILES)).isEmpty();
    assertThat(
            bench.sql(
                "SELECT count(*) FROM ref_changes c JOIN repos r ON r.id = c.repo_id"
                    + " WHERE r.parent_id IS NOT NULL AND new_sha IS NULL"))
        .isEqualTo("1");
  }

  @Test
  void oneThatIsSwitchedOnAgainIsWhole() {
    bench.hub.serveWiki(pages);
    sync();
    bench.world.hasWiki = false;
    sync();
    pages.commit("master", GitRepo.after("master"), GitRepo.file("Next.md", "more"));
    bench.world.hasWiki = true;

    sync();

    assertThat(Rows.select(bench.db, FILES)).containsExactly("Home.md|hello", "Next.md|more");
  }

  @Test
  void itsNameFollowsTheRepository() {
    bench.hub.serveWiki(pages);
    sync();
    bench.world.rename("octo/earth");

    sync();

    assertThat(bench.sql(WIKI)).isEqualTo("octo/earth.wiki|null|master|1");
  }

  @Test
  void withoutGitItIsSkipped() {
    bench.hub.serveWiki(pages);

    SyncReport report = sync(options -> options.objects = SyncSettings.ObjectsMode.REST);

    assertThat(Bench.phase(report, WikiStream.NAME).reason())
        .contains("a wiki is read by git, which --objects rest leaves out");
    assertThat(requests()).isZero();
  }
}
