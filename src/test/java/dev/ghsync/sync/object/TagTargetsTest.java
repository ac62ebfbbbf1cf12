package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags that name trees and files, directly or by other tags. */
class TagTargetsTest {
  private static final String ROOTS = "SELECT count(*) FROM content_tips";

  @TempDir Path folder;
  private GitRepo repo;
  private Bench bench;

  @BeforeEach
  void open() {
    repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", file("README", "hello\n"), file("src/a.txt", "a"));
    repo.commit("main", after("main"), file("src/b.txt", "b"));
    repo.tag("tree", "main~1:src");
    repo.tag("of-tree", "tree");
    repo.tag("blob", "main:README");
    repo.git("tag", "light-tree", "main^{tree}");
    bench = Bench.in(folder);
    bench.hub.serve(new GitAnswers(repo));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync(ObjectsMode source, CommitScope content) {
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = source;
              options.content = content;
            });
    assertThat(report.failure()).isEmpty();
    return report;
  }

  @ParameterizedTest
  @CsvSource({"GIT, HEADS", "GIT, ALL", "REST, HEADS", "REST, ALL"})
  void theyAreCompleteAfterOneSync(ObjectsMode source, CommitScope content) {
    sync(source, content);
    assertThat(bench.sql(ROOTS)).isEqualTo("4");
    String file = repo.write("blob", "new".getBytes(UTF_8));
    repo.git("tag", "light-blob", file);
    repo.tag("of-blob", "light-blob");
    sync(source, content);
    assertThat(bench.sql(ROOTS)).isEqualTo("5");

    SyncReport unchanged = sync(source, content);

    assertThat(unchanged.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(bench.hub.asked()).noneMatch(Asked::byGit).noneMatch(Asked::charged);
    assertThat(Rows.select(bench.db, "SELECT sha FROM blobs")).contains(file);
  }
}
