package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locales whose digits, calendar or letters differ from English ones. */
class LocaleTest {
  @TempDir Path folder;
  private final Locale before = Locale.getDefault();
  private Bench bench;
  private GitRepo repo;

  @BeforeEach
  void aSmallWorldOfEverything() {
    bench = Bench.in(folder);
    repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", GitRepo.file("a.txt", "a"));
    repo.tag("v1", "main");
    bench.hub.serve(new GitAnswers(repo));
    bench.world.issue();
    bench.world.comment(bench.world.pull());
    bench.world.review(2, "APPROVED");
    bench.world.reviewComment(2);
    bench.world.asset(bench.world.release());
    bench.world.commitComment();
    bench.world.milestone();
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    Locale.setDefault(before);
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "th-TH-u-nu-thai-ca-buddhist", "ne-NP", "tr-TR"})
  void aFirstAndASecondSyncAreTheSameInEveryLocale(String tag) {
    Locale.setDefault(Locale.forLanguageTag(tag));
    Consumer<Options> byGit =
        options -> {
          options.objects = ObjectsMode.GIT;
          options.reconcileNow();
        };

    SyncReport first = bench.sync(byGit);
    bench.world.pass(3_600);
    bench.world.merge(2);
    bench.world.comment(1);
    bench.world.deleteIssue(1);
    SyncReport second = bench.sync(byGit);

    assertThat(first.failure()).isEmpty();
    assertThat(second.failure()).isEmpty();
    assertThat(second.outcome()).isEqualTo(Outcome.UPDATED);
    bench.assertEqual();
    bench.assertNoCursorIsAhead();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "th-TH-u-nu-thai"})
  void objectsByRestAreTheSameInEveryLocale(String tag) {
    Locale.setDefault(Locale.forLanguageTag(tag));

    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }
}
