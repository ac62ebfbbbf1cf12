package dev.ghsync.cli.option;

import dev.ghsync.model.RepoName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The path of a database, in which {@code {owner}} and {@code {name}} stand for those of a
 * repository: {@code mirrors/{owner}/{name}.db}.
 */
public record DatabasePattern(Path path) {
  private static final String OWNER = "{owner}";
  private static final String NAME = "{name}";
  private static final String HEADER = "SQLite format 3\0";

  /** Returns whether each repository has its own file. */
  public boolean isOfOne() {
    String text = path.toString();
    return text.contains(OWNER) || text.contains(NAME);
  }

  /** Returns the file of a repository. */
  public Path of(RepoName repo) {
    return isOfOne()
        ? Path.of(path.toString().replace(OWNER, repo.owner()).replace(NAME, repo.name()))
        : path;
  }

  /**
   * Lists the databases that exist; a path without a pattern is one.
   *
   * @throws UncheckedIOException where a folder cannot be read
   */
  public List<Path> files() {
    if (!isOfOne()) {
      return Files.exists(path) ? List.of(path) : List.of();
    }
    Path whole = path.toAbsolutePath();
    int fixedNames = 0;
    while (!new DatabasePattern(whole.getName(fixedNames)).isOfOne()) {
      fixedNames++;
    }
    Path root = Objects.requireNonNull(whole.getRoot());
    Path fixed = fixedNames == 0 ? root : root.resolve(whole.subpath(0, fixedNames));
    if (!Files.isDirectory(fixed)) {
      return List.of();
    }
    Pattern pattern = Pattern.compile(regex());
    int depth = whole.getNameCount() - fixedNames;
    try (Stream<Path> all = Files.find(fixed, depth, (file, is) -> is.isRegularFile())) {
      return all.filter(file -> pattern.matcher(file.toString()).matches())
          .filter(DatabasePattern::isDatabase)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String regex() {
    String quoted = Pattern.quote(path.toAbsolutePath().toString());
    return quoted.replace(OWNER, "\\E[^/\\\\]+\\Q").replace(NAME, "\\E[^/\\\\]+\\Q");
  }

  private static boolean isDatabase(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEADER.length()), StandardCharsets.ISO_8859_1).equals(HEADER);
    } catch (IOException unreadable) {
      return false;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
