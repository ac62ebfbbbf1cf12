package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.Host;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;

/** A small synced world, and {@code ghsync verify} on a database file. */
final class Verifying {
  private Verifying() {}

  /**
   * Makes a world with one or two items of each kind, of which issue 1 and pull 2, and syncs it.
   */
  static void fill(Bench bench, Path folder) {
    GitRepo git = GitRepo.create(folder.resolve("world.git"));
    git.commit("main", GitRepo.file("a.txt", "a"), GitRepo.file("b/c.txt", "c"));
    git.tag("v1", "main");
    bench.hub.serve(new GitAnswers(git));
    bench.host = Host.ofApi(bench.hub.api());
    long issue = bench.world.issue();
    bench.world.addLabel(issue, bench.world.label("bug"));
    bench.world.label("unused");
    bench.world.setMilestone(issue, bench.world.milestone());
    bench.world.comment(issue);
    bench.world.close(issue);
    long pull = bench.world.pull();
    bench.world.review(pull, "APPROVED");
    bench.world.reviewComment(pull);
    bench.world.asset(bench.world.release());
    bench.world.draft();
    bench.world.commitComment();
    SyncReport report = bench.sync();
    assertThat(report.failure()).isEmpty();
  }

  /** Compares the streams that {@link Bench#sync()} reads. */
  static Run run(Path db, URI api, String... more) {
    return run(Options.CORE_STREAMS, db, api, more);
  }

  static Run run(StreamList streams, Path db, URI api, String... more) {
    CommandLineRunner cli = new CommandLineRunner(db.resolveSibling(""), api);
    cli.variables.put("GHSYNC_TOKEN", "ghp_one");
    cli.clock = Clock.systemUTC();
    cli.streams = streams;
    return cli.run(
        Stream.concat(Stream.of("verify", "octo/world", "--db", db.toString()), Stream.of(more))
            .toArray(String[]::new));
  }
}
