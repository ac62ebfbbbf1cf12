package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.Host;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs {@code ghsync verify} as it is started, but without pauses between two tries. */
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

  static Run run(Path db, URI api, String... more) {
    List<String> args = new ArrayList<>(List.of("verify", "octo/world", "--db", db.toString()));
    args.addAll(List.of("--api-url", api.toString()));
    args.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Environment env =
        new Environment(
            Map.of("GHSYNC_TOKEN", "ghp_one"),
            db.resolveSibling(""),
            InputStream.nullInputStream(),
            new Output(out, () -> false),
            new PrintWriter(err),
            InstantSource.system(),
            ZoneOffset.UTC,
            new Terminal(false, false, false, 80, question -> Optional.empty()));
    Application wiring = new Application("test", Clock.systemUTC(), pause -> {});
    int code = Cli.run(args.toArray(String[]::new), env, wiring);
    return new Run(code, out.toString(), err.toString());
  }
}
