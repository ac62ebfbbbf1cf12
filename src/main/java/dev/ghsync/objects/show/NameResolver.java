package dev.ghsync.objects.show;

import static java.util.stream.Collectors.joining;

import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.ObjectNames;
import dev.ghsync.store.git.ObjectNames.Candidate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the object of a name: an id, {@code HEAD}, a ref, or the first digits of an id. Refs are
 * looked for in git's order, see gitrevisions(7): as they are, then as tags, then as branches.
 */
final class NameResolver {
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern ABBREVIATION =
      Pattern.compile("(?:.*-g)?([0-9a-fA-F]{4,39})"); // git describe prints v1.0-3-gabcdef
  private static final int MOST_SHOWN = 8;

  private final Reads db;
  private final ObjectNames names;
  private final long repo;
  private final Reasons reasons;
  private final Consumer<String> warnings;

  NameResolver(Reads db, long repo, Reasons reasons, Consumer<String> warnings) {
    this.db = db;
    this.names = db.names();
    this.repo = repo;
    this.reasons = reasons;
    this.warnings = warnings;
  }

  /**
   * Finds the object of a name, which need not be stored.
   *
   * @param leadsOn whether the name leads to another object, so that no file can be meant
   */
  Result<ObjectId> resolve(String name, boolean leadsOn) {
    if (ID.matcher(name).matches()) {
      return Result.ok(new ObjectId(name.toLowerCase(Locale.ROOT)));
    }
    if (name.equals("HEAD") || name.equals("@")) {
      return head();
    }
    List<String> fullNames =
        Stream.of("", "refs/", "refs/tags/", "refs/heads/").map(prefix -> prefix + name).toList();
    List<Ref> refs =
        fullNames.stream().flatMap(full -> names.findRef(repo, full).stream()).toList();
    if (refs.size() > 1) {
      warnings.accept(
          "'%s' is ambiguous: %s is used, not %s"
              .formatted(name, refs.get(0).name(), refs.get(1).name()));
    }
    return refs.isEmpty()
        ? byDigits(name, leadsOn).orElseGet(() -> reasons.unknownName(name, fullNames))
        : Result.ok(refs.get(0).target());
  }

  private Result<ObjectId> head() {
    Optional<String> branch = db.refs().findHead(repo);
    return branch
        .flatMap(name -> names.findRef(repo, name))
        .map(ref -> Result.ok(ref.target()))
        .orElseGet(() -> reasons.unknownName("HEAD", branch.stream().toList()));
  }

  private Optional<Result<ObjectId>> byDigits(String name, boolean leadsOn) {
    Matcher digits = ABBREVIATION.matcher(name);
    if (!digits.matches()) {
      return Optional.empty();
    }
    List<Candidate> found =
        names.listWithPrefix(repo, digits.group(1).toLowerCase(Locale.ROOT)).stream()
            .filter(one -> !leadsOn || one.type() != ObjectType.BLOB)
            .toList();
    return switch (found.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Result.ok(found.get(0).id()));
      default -> Optional.of(ambiguous(name, found));
    };
  }

  private static Result<ObjectId> ambiguous(String name, List<Candidate> found) {
    String some =
        found.stream()
            .limit(MOST_SHOWN)
            .map(one -> one.type().text() + " " + one.id())
            .collect(joining(", "));
    String rest = found.size() > MOST_SHOWN ? ", and others" : "";
    return Reasons.notFound(
        "the id '%s' is ambiguous: it may be %s%s; give more digits".formatted(name, some, rest));
  }
}
