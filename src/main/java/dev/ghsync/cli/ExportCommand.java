package dev.ghsync.cli;

import dev.ghsync.cli.ExportTarget.Format;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.Result;
import dev.ghsync.objects.export.ExportException;
import dev.ghsync.objects.export.Exported;
import dev.ghsync.objects.export.Exporter;
import dev.ghsync.objects.export.Progress;
import dev.ghsync.objects.export.TarExport;
import dev.ghsync.objects.show.Lookup;
import dev.ghsync.report.ExportView;
import dev.ghsync.report.ProgressBar;
import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Repos.RepoRow;
import dev.ghsync.sync.StreamName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code ghsync export}: writes a git repository, a bundle or a tar; sends no request. */
@Command(
    addMethodSubcommands = false,
    name = "export",
    sortOptions = false,
    customSynopsis = "ghsync export [OPTION]... OWNER/NAME TARGET",
    description = {
      "Write a git repository, a bundle or a tar",
      "What is in the database is written; no request is sent to GitHub, and no token is needed. A"
          + " database with the files of all commits (--content all) gives the whole repository,"
          + " one with those of the branches' and tags' commits a shallow one. TARGET appears when"
          + " it is complete."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync export square/okhttp okhttp.git",
      "  ghsync export square/okhttp okhttp.bundle && git clone okhttp.bundle",
      "  ghsync export square/okhttp okhttp.tar.gz --ref v4.12.0 --prefix okhttp/",
      "  ghsync export square/okhttp - --format bundle |",
      "    rclone rcat remote:bucket/square-okhttp.bundle",
    })
final class ExportCommand extends SharedCommand {
  private static final StreamName PROGRESS = new StreamName("export");
  private static final int BUFFER = 1 << 16;

  @Parameters(index = "0", arity = "1", paramLabel = "OWNER/NAME", description = "The repository")
  private Optional<RepoAddress> repo = Optional.empty();

  @Parameters(
      index = "1",
      arity = "1",
      paramLabel = "TARGET",
      description =
          "What to make; its suffix selects the format: .git, .bundle, .tar, .tar.gz, .tgz (-:"
              + " standard output)")
  private String target = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "git, bundle, tar or tar.gz, whatever the suffix")
  private Optional<Format> format = Optional.empty();

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description =
          "Of a tar: the branch, tag, commit or folder, named as in 'ghsync show'. Default: HEAD")
  private Optional<String> ref = Optional.empty();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX/",
      description = "Of a tar: what precedes each path")
  private Optional<String> prefix = Optional.empty();

  @Option(
      names = "--shallow",
      description = "Of a git repository: without the history, even if it is here")
  private boolean shallow;

  @Option(names = "--force", description = "Replace a file, or a folder that an export has made")
  private boolean force;

  @Option(names = "--no-progress", description = "No progress bar on a terminal")
  private boolean noProgress;

  private final AtomicBoolean stopped = new AtomicBoolean();

  /** Converts the value of {@code --format}. */
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return Format.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not one of git, bundle, tar, tar.gz"));
    }
  }

  ExportCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    ExportTarget to = ExportTarget.of(target, format, force);
    check(to);
    return SignalHandler.stopping(() -> stopped.set(true), () -> export(to));
  }

  private void check(ExportTarget to) {
    if (!to.format().isTar() && (ref.isPresent() || prefix.isPresent())) {
      throw new UsageError(
          "--ref and --prefix are for a tar; a %s has every branch and tag"
              .formatted(to.format().text()));
    }
    ref.filter(name -> !Lookup.isName(name))
        .ifPresent(
            name -> {
              throw new UsageError(
                  "'%s' names no object; name a branch, a tag, HEAD or an id".formatted(name));
            });
    if (shallow && to.format() != Format.GIT) {
      throw new UsageError("--shallow is for a git repository");
    }
    if (to.path().isEmpty() && shared.json) {
      throw new UsageError("--json and TARGET - exclude each other: both use standard output");
    }
    if (to.path().isEmpty() && env.terminal().out()) {
      throw new UsageError("standard output is a terminal; redirect it to a file or a program");
    }
  }

  private ExitCode export(ExportTarget to) {
    return application
        .stored()
        .read(
            shared.db(env, repo.orElseThrow().name()),
            repo.orElseThrow().name(),
            shared.host(env, repo),
            (s, found) -> Result.ok(export(s, found, to)))
        .fold(code -> code, this::fail);
  }

  private ExitCode export(Reads s, RepoRow found, ExportTarget to) {
    Optional<ProgressBar> bar = RunOutput.progressBar(env, shared.quiet || noProgress);
    try {
      Exporter exporter = new Exporter(s, found, progress(bar));
      Exported exported =
          to.format() == Format.GIT
              ? to.make(folder -> exporter.folder(folder, shallow))
              : stream(exporter, to);
      bar.ifPresent(ProgressBar::close);
      show(new ExportView(found.name(), to.path(), to.format().text(), exported));
      return ExitCode.OK;
    } catch (ExportException e) {
      bar.ifPresent(ProgressBar::close);
      return fail(e.failure());
    } catch (IOException e) {
      bar.ifPresent(ProgressBar::close);
      return failed(to, e);
    } finally {
      bar.ifPresent(ProgressBar::close);
    }
  }

  private Exported stream(Exporter exporter, ExportTarget to) throws IOException {
    if (to.format() == Format.BUNDLE) {
      return to.write(env.out().bytes(), exporter::bundle);
    }
    TarExport.Source source = exporter.source(ref.orElse("HEAD"), this::warn);
    return to.write(env.out().bytes(), out -> tar(exporter, source, to.format(), out));
  }

  private void warn(String message) {
    if (!shared.quiet) {
      env.warn(message);
    }
  }

  private Exported tar(Exporter exporter, TarExport.Source source, Format as, OutputStream out)
      throws IOException {
    String before = prefix.orElse("");
    if (as == Format.TAR) {
      return exporter.tar(out, source, before);
    }
    GZIPOutputStream compressed = new GZIPOutputStream(out, BUFFER);
    Exported exported = exporter.tar(compressed, source, before);
    compressed.finish();
    return exported;
  }

  private Progress progress(Optional<ProgressBar> bar) {
    return (done, total) -> {
      if (stopped.get()) {
        throw new ExportException(
            Failure.of(FailureCode.INTERRUPTED, "stopped; nothing was exported"));
      }
      bar.ifPresent(
          shown ->
              shown.progressed(
                  PROGRESS, done, total > 0 ? OptionalLong.of(total) : OptionalLong.empty()));
    };
  }

  /** An error of standard output is reported when the command has ended. */
  private ExitCode failed(ExportTarget to, IOException e) {
    return to.path()
        .map(
            path ->
                fail(
                    Failure.of(
                        FailureCode.STORAGE, path + " could not be written: " + IoErrors.of(e))))
        .orElse(ExitCode.OK);
  }

  private void show(ExportView view) {
    view.warnings().forEach(env::warn);
    if (shared.json) {
      env.out().println(view.json());
    } else if (!shared.quiet && view.target().isPresent()) {
      env.out().println(view.text());
    }
    env.out().flush();
  }
}
