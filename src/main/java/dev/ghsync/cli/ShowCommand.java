package dev.ghsync.cli;

import dev.ghsync.cli.ObjectPrinter.Printout;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.Result;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.objects.show.KeptObjects;
import dev.ghsync.objects.show.Lookup;
import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Repos.RepoRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ghsync show}: prints an object of any version that is kept; sends no request. */
@Command(
    addMethodSubcommands = false,
    name = "show",
    sortOptions = false,
    customSynopsis = "ghsync show [OPTION]... OWNER/NAME REF[:PATH]",
    description = {
      "Print a file, a folder, a commit or a tag of any version that is kept",
      "REF is a branch, a tag, HEAD (the default branch), or an id or its first digits (4 or more);"
          + " ~N, ^N and ^{commit} after it mean what they mean in git. REF: is the root folder,"
          + " REF:PATH a file or a folder in it. Files are printed byte for byte. No request is sent"
          + " to GitHub, no token is needed, and the database is not changed. If something is not in"
          + " the database, one line says why and which option keeps it (exit 1)."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync show square/okhttp HEAD:README.md",
      "  ghsync show square/okhttp parent-5.0.0:okhttp/src    # a folder",
      "  ghsync show square/okhttp master~10                  # a commit",
      "  ghsync show square/okhttp parent-4.12.0:CHANGELOG.md > CHANGELOG.md",
      "  ghsync show --raw square/okhttp HEAD | git hash-object -t commit --stdin",
      "  ghsync show --raw -z square/okhttp HEAD: | xargs -0 -n 1 echo",
    })
final class ShowCommand extends SharedCommand {
  private static final int BUFFER = 1 << 16;

  @Parameters(index = "0", arity = "1", paramLabel = "OWNER/NAME", description = "The repository")
  private Optional<RepoAddress> repo = Optional.empty();

  @Parameters(
      index = "1",
      arity = "1",
      paramLabel = "REF[:PATH]",
      description =
          "What to print. A path may be quoted as --raw quotes it: 'main:\"caf\\303\\251\"'")
  private String name = "";

  @Option(
      names = "--raw",
      description = {
        "For scripts: a commit or tag is printed byte for byte, a folder as git ls-tree prints it."
            + " Without it both are printed for people, and on a terminal control characters are"
            + " replaced"
      })
  private boolean raw;

  @Option(names = "-z", description = "End the lines of a folder with NUL, and quote no name")
  private boolean endWithNul;

  ShowCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    if (shared.json) { // the help does not list it
      throw new UsageError("show has no JSON output; --raw is for scripts");
    }
    if (!Lookup.isName(name)) {
      throw new UsageError(
          "'%s' names no object; name a branch, a tag, HEAD or an id, and a path after a colon: main:README.md"
              .formatted(name));
    }
    return application
        .stored()
        .read(
            shared.db(env, repo.orElseThrow().name()),
            repo.orElseThrow().name(),
            shared.host(env, repo),
            this::find)
        .fold(this::print, this::fail);
  }

  private Result<Printout> find(Reads db, RepoRow row) {
    try (ObjectReader reader = new ObjectReader(db, row.id())) {
      KeptObjects objects = new KeptObjects(db, row.id(), reader);
      ObjectPrinter printer = new ObjectPrinter(objects, raw, endWithNul);
      return new Lookup(db, row, objects, this::warn).find(name).flatMap(printer::prepare);
    } catch (GitFormatException e) {
      return Result.failed(
          FailureCode.STORAGE,
          "an object is damaged in the database: %s; restore a copy, or sync into a new file"
              .formatted(e.getMessage()));
    }
  }

  private void warn(String message) {
    if (!shared.quiet) {
      env.warn(message);
    }
  }

  /** An error of standard output is reported when the command has ended. */
  private ExitCode print(Printout printout) {
    OutputStream buffered = new BufferedOutputStream(env.out().bytes(), BUFFER);
    boolean forPeople = env.terminal().out() && !raw;
    OutputStream out = forPeople ? new TerminalOutput(buffered) : buffered;
    try {
      printout.writeTo(out);
      out.flush();
    } catch (IOException e) {
      trace(e);
    }
    return ExitCode.OK;
  }
}
