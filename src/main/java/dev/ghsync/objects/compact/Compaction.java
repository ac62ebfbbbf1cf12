package dev.ghsync.objects.compact;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.objects.compact.CompactionReport.Folded;
import dev.ghsync.objects.compact.CompactionReport.Pruned;
import dev.ghsync.store.Store;
import dev.ghsync.store.git.FileSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes a database file as small as it can be: packs what is only unfolded, removes what need not
 * be unfolded, removes what no ref has reached for a given time if asked, and writes the file again
 * without free pages.
 *
 * <p>Each step works in short transactions, after each of which the file is complete: a killed run
 * loses nothing, and the next one continues. No sync runs in the file meanwhile.
 */
public final class Compaction {
  /** Free pages below this share of the file are not worth writing it again. */
  private static final int SMALLEST_SHARE = 100;

  private final Store store;
  private final Settings settings;
  private final Progress progress;
  private long packed;
  private Folded folded = new Folded(0, 0);
  private Optional<Pruned> pruned = Optional.empty();

  /** Creates a compaction. The store may be read-only for a dry run. */
  public Compaction(Store store, Settings settings, Steps steps) {
    this.store = store;
    this.settings = settings;
    this.progress = new Progress(steps);
  }

  /**
   * What is to be done.
   *
   * @param pruneBefore objects that no ref has reached since then are removed; empty: none are
   * @param dryRun whether only to report what would be done
   */
  public record Settings(Optional<Instant> pruneBefore, boolean dryRun) {}

  /** Ends {@link #run} after the next transaction; called from any thread. */
  public void interrupt() {
    progress.interrupt();
  }

  /**
   * Runs.
   *
   * @return a failure if a sync runs in the file, if it is not known what can be pruned, or if the
   *     disk has no room for the new file; what was done before stays
   */
  public Result<CompactionReport> run() {
    return settings.dryRun() ? estimate() : OwnRepos.lock(store).flatMap(this::run);
  }

  private Result<CompactionReport> run(OwnRepos repos) {
    try (repos) {
      Optional<Failure> obstacle = obstacle();
      if (obstacle.isPresent()) {
        return Result.failed(obstacle.get());
      }
      long before = space().bytes();
      packed = new Packing(store, progress).run();
      folded = new Folding(store, repos, progress).run();
      pruned = settings.pruneBefore().map(new Pruning(store, repos, progress, Pruning.ROWS)::run);
      Optional<Failure> failure = vacuum();
      return failure
          .<Result<CompactionReport>>map(Result::failed)
          .orElseGet(() -> Result.ok(report(before)));
    } catch (OwnRepos.OtherRepoException e) {
      return Result.failed(FailureCode.LOCKED, String.valueOf(e.getMessage()));
    } catch (Progress.StoppedException e) {
      return Result.failed(Failure.STOPPED);
    }
  }

  /** Returns the reason why nothing can be pruned, if that was asked for. */
  private Optional<Failure> obstacle() {
    return settings
        .pruneBefore()
        .flatMap(since -> store.read(Pruning::obstacle))
        .map(reason -> Failure.of(FailureCode.STORAGE, reason));
  }

  private CompactionReport report(long before) {
    return new CompactionReport(
        false, before, Optional.of(space().bytes()), packed, folded, pruned);
  }

  private Result<CompactionReport> estimate() {
    return obstacle()
        .<Result<CompactionReport>>map(Result::failed)
        .orElseGet(
            () ->
                Result.ok(
                    new CompactionReport(
                        true,
                        space().bytes(),
                        Optional.empty(),
                        Packing.count(store),
                        Folding.count(store),
                        settings
                            .pruneBefore()
                            .map(at -> store.read(db -> Unreached.find(db, at).counts())))));
  }

  private FileSpace space() {
    return store.read(db -> db.space());
  }

  /** Writes the file again if that makes it smaller. */
  private Optional<Failure> vacuum() {
    FileSpace space = space();
    long gone = pruned.map(Pruned::all).orElse(0L);
    boolean changed = packed + folded.trees() + folded.contents() + gone > 0;
    if (!changed && space.free() < space.bytes() / SMALLEST_SHARE) {
      return Optional.empty();
    }
    long needed = 2 * (space.bytes() - space.free());
    long usable = usable();
    if (usable < needed) {
      return Optional.of(
          Failure.of(
              FailureCode.STORAGE,
              "the disk of %s has %d MB free, and %d MB are needed to write the file again; make room and run again"
                  .formatted(store.file(), usable >> 20, needed >> 20)));
    }
    progress.check();
    progress.report("vacuum", 0, 0);
    store.vacuum();
    return Optional.empty();
  }

  private long usable() {
    try {
      return Files.getFileStore(store.file()).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // SQLite says so if there is no room
    }
  }
}
