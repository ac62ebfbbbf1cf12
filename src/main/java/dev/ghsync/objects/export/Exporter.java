package dev.ghsync.objects.export;

import dev.ghsync.objects.ObjectReader;
import dev.ghsync.objects.show.KeptObjects;
import dev.ghsync.objects.show.Lookup;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.ObjectGraph.Bounds;
import dev.ghsync.store.state.Repos.RepoRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Exports one repository of the database. Of use only within the work on the store to which its
 * {@link Reads} belong. Everything that an export needs is looked up before its first byte is
 * written.
 */
public final class Exporter {
  private final Reads db;
  private final RepoRow repo;
  private final Progress progress;

  public Exporter(Reads db, RepoRow repo, Progress progress) {
    this.db = db;
    this.repo = repo;
    this.progress = progress;
  }

  /**
   * Writes a bare git repository.
   *
   * @param folder is made by this
   * @param shallow without the history, even if it is stored
   * @throws ExportException if the database lacks something
   */
  public Exported folder(Path folder, boolean shallow) throws IOException {
    Selection selection = select(shallow);
    String url = "https://" + repo.host() + "/" + repo.name() + ".git";
    GitFolder.Origin origin = new GitFolder.Origin(repo.name().toString(), url, maxBlobSize());
    GitFolder.write(folder, db, repo.id(), origin, selection, progress);
    return exported(selection);
  }

  /**
   * Writes a bundle.
   *
   * @param to not closed here
   * @throws ExportException if the database lacks something, or only a part of the history is there
   */
  public Exported bundle(OutputStream to) throws IOException {
    Selection selection = select(false);
    if (selection.refs().isEmpty()) {
      throw new ExportException(
          repo.name() + " has no branch or tag, and git has no empty bundle; export a .git folder");
    }
    if (selection.shallow()) {
      throw new ExportException(
          ("a bundle needs the history, of which the files are not in the database; export a .git"
                  + " folder or a tar, or run 'ghsync repo %s --content all' first")
              .formatted(repo.name()));
    }
    Bundle.write(to, db, repo.id(), selection, maxBlobSize(), progress);
    return exported(selection);
  }

  /**
   * Writes the files of a commit or tree as a tar.
   *
   * @param to not closed here
   * @param prefix precedes each path
   * @throws ExportException if the database lacks something
   */
  public Exported tar(OutputStream to, TarExport.Source source, String prefix) throws IOException {
    Selector selector = new Selector(db, repo.id(), progress);
    Selection files = selector.selectObjects(List.of(source.tree()));
    requireComplete(files, false);
    try (ObjectReader reader = new ObjectReader(db, repo.id())) {
      List<String> leftOut = TarExport.write(to, reader, source, prefix, progress);
      Lack named = new Lack(leftOut.size(), files.leftOut().bytes(), Lack.first(leftOut));
      return new Exported(0, files.objects(), false, named);
    }
  }

  /**
   * Finds what a tar of a commit or folder contains.
   *
   * @param name as for {@link Lookup#find}
   * @param warnings receives what the user should know of a name that has several meanings
   * @throws ExportException if nothing or a file has this name
   */
  public TarExport.Source source(String name, Consumer<String> warnings) {
    try (ObjectReader reader = new ObjectReader(db, repo.id())) {
      KeptObjects objects = new KeptObjects(db, repo.id(), reader);
      TarSources sources = new TarSources(db, repo.id(), reader);
      return new Lookup(db, repo, objects, warnings)
          .find(name)
          .fold(
              target -> sources.of(target.id()),
              failure -> {
                throw new ExportException(failure);
              });
    }
  }

  private Selection select(boolean shallow) {
    Selection selection = new Selector(db, repo.id(), progress).select(shallow);
    requireComplete(selection, !shallow && !selection.shallow());
    return selection;
  }

  private void requireComplete(Selection selection, boolean shallowIsAnOption) {
    if (!selection.isComplete()) {
      throw new ExportException(
          "%s is not complete in the database: %s missing; run 'ghsync repo %s' first%s"
              .formatted(
                  repo.name(),
                  selection.missing().text("object"),
                  repo.name(),
                  shallowIsAnOption ? ", or export without the history by --shallow" : ""));
    }
    if (selection.inexact().count() > 0) {
      throw new ExportException(
          "REST does not deliver the exact bytes of all objects, and %s known only by it; run 'ghsync repo %s --objects git' first"
              .formatted(selection.inexact().text("object"), repo.name()));
    }
  }

  private long maxBlobSize() {
    return db.graph().findBounds(repo.id()).map(Bounds::maxBlobSize).orElse(0L);
  }

  private static Exported exported(Selection selection) {
    return new Exported(
        selection.refs().size(), selection.objects(), selection.shallow(), selection.leftOut());
  }
}
