package dev.ghsync.sync.plan;

import static dev.ghsync.sync.plan.Shown.MAIN;
import static dev.ghsync.sync.plan.Shown.TOPIC;
import static dev.ghsync.sync.plan.Shown.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.webhook.WebhookPayload;
import dev.ghsync.model.Host;
import dev.ghsync.model.Result;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncRun;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A database in which a small repository was synced once, as a whole. It has the branches {@code
 * main} and {@code topic}, issue 3 with comments 31 and 32, pull request 4 with review 71 and
 * comment 41 on its diff, releases 91 and 92, labels 51 and 52, milestone 1. All payloads are of
 * it.
 */
final class Mirror implements AutoCloseable {
  static final Instant SYNCED = Instant.parse("2026-01-05T12:00:00Z");
  static final Instant LATER = SYNCED.plusSeconds(30);
  static final String OLD = "2026-01-02T10:00:00Z";
  static final String NEW = "2026-01-05T12:00:20Z";
  static final Set<StreamName> ALL = Collections.unmodifiableSet(StreamName.all());

  final SmallHub hub = new SmallHub();
  final Store store;
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final Path file;

  Mirror(Path folder) {
    file = folder.resolve("ghsync.db");
    store = Store.open(file);
    fill(hub);
    SyncReport report = run(new Phases(), ALL, SYNCED);
    assertThat(report.failure()).isEmpty();
    hub.asked();
  }

  private static void fill(SmallHub hub) {
    hub.shows("", Shown.repository("hello", "main"));
    hub.shows(
        "/git/matching-refs/heads",
        list(Shown.ref("refs/heads/main", MAIN), Shown.ref("refs/heads/topic", TOPIC)));
    hub.shows("/commits", list(Shown.commit(MAIN), Shown.commit(TOPIC)));
    hub.shows("/labels", list(Shown.label(51, "bug"), Shown.label(52, "wish")));
    hub.shows("/milestones", list(Shown.milestone("1.0")));
    hub.shows("/releases", list(Shown.release(91, "one"), Shown.release(92, "two")));
    hub.shows(
        "/issues", list(Shown.issue(3, "It breaks", OLD, 2), Shown.issueOfPull(4, "Mend it", OLD)));
    hub.shows("/issues/comments", list(Shown.comment(31, 3, "Me too"), Shown.comment(32, 3, "Hm")));
    hub.shows("/pulls", list(Shown.pull(4, "Mend it", OLD)));
    hub.shows("/pulls/comments", list(Shown.reviewComment(41, 4, "Why?")));
    hub.shows("/graphql", Shown.graphql(4, OLD, 71, "COMMENTED"));
  }

  /** Runs for an event, {@link #LATER}. */
  SyncReport touched(String payload) {
    return run(plan(payload), ALL, LATER);
  }

  /** Runs as a whole, a minute after {@link #LATER}. */
  SyncReport whole() {
    return run(new Phases(), ALL, LATER.plusSeconds(60));
  }

  PhasePlan plan(String payload) {
    return value(Plans.of(store, Host.GITHUB, SmallHub.REPO, Optional.of(hint(payload))));
  }

  static WebhookTarget hint(String payload) {
    try {
      URI file =
          Objects.requireNonNull(Mirror.class.getResource("/github/payloads/" + payload + ".json"))
              .toURI();
      return value(WebhookPayload.read(Path.of(file), Optional.empty()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T value(Result<T> result) {
    return result.fold(
        value -> value,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  SyncReport run(PhasePlan plan, Set<StreamName> phases, Instant now) {
    SyncListener listener =
        new SyncListener() {
          @Override
          public void warned(String message) {
            warnings.add(message);
          }
        };
    SyncRun run =
        new SyncRun(
            store,
            new SyncTarget(Host.GITHUB, SmallHub.REPO, Optional.empty()),
            settings(phases),
            plan,
            Clock.fixed(now, ZoneOffset.UTC),
            listener,
            report -> "{}");
    return run.run(Result.ok(hub.connector()));
  }

  private SyncSettings settings(Set<StreamName> phases) {
    return new SyncSettings(
        Trigger.WEBHOOK,
        phases,
        Optional.empty(),
        new SyncSettings.Objects(
            SyncSettings.ObjectsMode.REST,
            URI.create(hub.url("/octo/hello.git")),
            SyncSettings.ContentMode.NONE,
            OptionalLong.empty(),
            1_000_000),
        Optional.empty(),
        new SyncSettings.Limits(
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            4,
            Duration.ofSeconds(10)),
        Duration.ZERO,
        false,
        false,
        false,
        Optional.empty());
  }

  RepoStates.State state() {
    return store.read(
        s ->
            s.states()
                .find(
                    s.repos()
                        .find(Host.GITHUB, SmallHub.REPO)
                        .map(Repos.RepoRow::id)
                        .orElseThrow()));
  }

  /** The first column of the first row. */
  String sql(String query) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  void execute(String sql) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    store.close();
    hub.close();
  }
}
