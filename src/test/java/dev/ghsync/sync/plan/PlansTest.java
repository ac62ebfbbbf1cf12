package dev.ghsync.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.store.Store;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.stream.Streams;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlansTest {
  private static final RepoName OWN = new RepoName("octo", "hello");
  private static final RepoName OTHER = new RepoName("octo", "other");

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("ghsync.db"));
    store.write(s -> s.repos().adopt(s.repos().insert(Host.GITHUB, OWN), 1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void withoutAnEventEverythingIsRead() {
    assertThat(
            Plans.of(Streams.ALL, store, Host.GITHUB, OWN, Optional.empty()).map(Object::getClass))
        .isEqualTo(Result.ok(FullPlan.class));
  }

  @Test
  void anEventOfTheRepositoryIsTaken() {
    assertThat(isTaken(OWN, OptionalLong.of(1), OWN, Kind.ISSUE)).isTrue();
    assertThat(isTaken(OWN, OptionalLong.of(1), new RepoName("Octo", "Hello"), Kind.ISSUE))
        .isTrue();
    assertThat(isTaken(OWN, OptionalLong.empty(), OWN, Kind.ISSUE)).isTrue();
  }

  @Test
  void anEventOfAnotherIdIsAnotherRepositorysAndWithoutAnIdTheNameDecides() {
    assertThat(isTaken(OWN, OptionalLong.of(2), OWN, Kind.ISSUE)).isFalse();
    assertThat(isTaken(OWN, OptionalLong.of(2), OTHER, Kind.REPOSITORY)).isFalse();
    assertThat(isTaken(OWN, OptionalLong.empty(), OTHER, Kind.ISSUE)).isFalse();
  }

  @Test
  void afterARenameTheIdDecides() {
    assertThat(isTaken(OWN, OptionalLong.of(1), OTHER, Kind.ISSUE)).isTrue();
    assertThat(isTaken(OWN, OptionalLong.of(1), OTHER, Kind.REPOSITORY)).isTrue();
  }

  @Test
  void aNameThatIsNotHereMayBeAnEarlierOneOfARepositoryThatIs() {
    assertThat(isTaken(OTHER, OptionalLong.of(1), OWN, Kind.ISSUE)).isTrue();
  }

  @Test
  void ofARepositoryThatIsNotHereTheNameDecides() {
    assertThat(isTaken(OTHER, OptionalLong.of(9), OTHER, Kind.ISSUE)).isTrue();
    assertThat(isTaken(OTHER, OptionalLong.of(9), OWN, Kind.REPOSITORY)).isFalse();
  }

  @Test
  void aRefusalNamesBoth() {
    WebhookTarget hint = new WebhookTarget(OptionalLong.of(2), OTHER, Kind.ISSUE, 3, 0);

    assertThat(Plans.of(Streams.ALL, store, Host.GITHUB, OWN, Optional.of(hint)))
        .isEqualTo(
            Result.failed(
                FailureCode.BAD_RESPONSE,
                "the event payload is of octo/other (id 2), not of octo/hello (id 1);"
                    + " nothing was synced"));
  }

  private boolean isTaken(RepoName asked, OptionalLong id, RepoName told, Kind kind) {
    Result<PhasePlan> plan =
        Plans.of(
            Streams.ALL,
            store,
            Host.GITHUB,
            asked,
            Optional.of(new WebhookTarget(id, told, kind, 3, 0)));
    return plan.fold(taken -> true, refused -> false);
  }
}
