package dev.ghsync.objects.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ghsync.model.Result;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Repos.RepoRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the objects of one repository by the names that git understands: {@code main}, {@code
 * v1.0:src}, {@code HEAD~2}, {@code 1a2b3c4}.
 */
public final class Lookup {
  private final KeptObjects objects;
  private final Reasons reasons;
  private final NameResolver names;

  /**
   * Creates a lookup in a repository.
   *
   * @param warnings receives what the user should know of a name that has several meanings
   */
  public Lookup(Reads db, RepoRow repo, KeptObjects objects, Consumer<String> warnings) {
    this.objects = objects;
    this.reasons = new Reasons(db, repo, objects);
    this.names = new NameResolver(db, repo.id(), reasons, warnings);
  }

  /** Returns whether the text can be the name of an object. */
  public static boolean isName(String text) {
    return Revision.parse(text).isPresent();
  }

  /**
   * Finds what {@code REF} or {@code REF:PATH} names.
   *
   * @param text a name by {@link #isName}
   * @return the object, or {@code not-found} with the reason and a remedy
   */
  public Result<Target> find(String text) {
    Revision revision = Revision.parse(text).orElseThrow();
    Optional<String> path = revision.path();
    boolean leadsOn = path.isPresent() || !revision.steps().isEmpty();
    Result<ObjectId> named = names.resolve(revision.name(), leadsOn);
    for (String step : revision.steps()) {
      named = named.flatMap(id -> follow(revision.name(), id, step));
    }
    String label = revision.name() + String.join("", revision.steps());
    return named.flatMap(
        id ->
            path.isPresent()
                ? below(label, id, path.get().getBytes(UTF_8))
                : type(label, id).map(type -> new Target(id, type)));
  }

  private Result<ObjectType> type(String label, ObjectId id) {
    return objects
        .type(id)
        .map(Result::ok)
        .orElseGet(() -> reasons.notStored("'" + label + "'", id, Optional.empty()));
  }

  // ------------------------------------------------------------------ suffixes

  private Result<ObjectId> follow(String label, ObjectId id, String step) {
    String rest = step.substring(1);
    if (rest.equals("{}")) {
      return peelTags(label, id).map(Target::id);
    } else if (rest.startsWith("{")) {
      String type = rest.substring(1, rest.length() - 1);
      return peelTo(label, id, ObjectType.parse(type).orElseThrow());
    }
    int number = rest.isEmpty() ? 1 : Integer.parseInt(rest);
    Result<ObjectId> commit = peelTo(label, id, ObjectType.COMMIT);
    if (step.charAt(0) == '^') {
      return number == 0 ? commit : commit.flatMap(child -> parent(label, child, number));
    }
    for (int i = 0; i < number && commit instanceof Result.Ok<ObjectId>; i++) {
      commit = commit.flatMap(child -> parent(label, child, 1));
    }
    return commit;
  }

  private Result<ObjectId> parent(String label, ObjectId child, int number) {
    Optional<Commit> commit = objects.commit(child);
    if (commit.isEmpty()) {
      return reasons.notStored("an ancestor of '" + label + "'", child, Optional.empty());
    }
    List<ObjectId> parents = commit.get().parents();
    return number <= parents.size()
        ? Result.ok(parents.get(number - 1))
        : Reasons.notFound(
            "commit %s has no parent %d: it has %d".formatted(child, number, parents.size()));
  }

  private Result<Target> peelTags(String label, ObjectId id) {
    ObjectId at = id;
    Result<ObjectType> type = type(label, at);
    while (type instanceof Result.Ok<ObjectType> ok && ok.value() == ObjectType.TAG) {
      at = objects.tag(at).map(AnnotatedTag::target).orElseThrow();
      type = type(label, at);
    }
    ObjectId end = at;
    return type.map(found -> new Target(end, found));
  }

  private Result<ObjectId> peelTo(String label, ObjectId id, ObjectType wanted) {
    if (wanted == ObjectType.TAG) {
      return type(label, id)
          .flatMap(type -> type == wanted ? Result.ok(id) : wrongType(label, type, wanted));
    }
    return peelTags(label, id)
        .flatMap(
            end -> {
              if (end.type() == wanted) {
                return Result.ok(end.id());
              } else if (end.type() == ObjectType.COMMIT && wanted == ObjectType.TREE) {
                return Result.ok(objects.commit(end.id()).orElseThrow().tree());
              }
              return wrongType(label, end.type(), wanted);
            });
  }

  private static <T> Result<T> wrongType(String label, ObjectType is, ObjectType wanted) {
    return Reasons.notFound("'%s' is a %s, not a %s".formatted(label, words(is), words(wanted)));
  }

  private static String words(ObjectType type) {
    return switch (type) {
      case BLOB -> "file";
      case TREE -> "folder";
      default -> type.text();
    };
  }

  // ------------------------------------------------------------------ paths

  /** A path as it is has precedence over one that is quoted as git prints it. */
  private Result<Target> below(String label, ObjectId id, byte[] path) {
    Optional<ObjectId> commit =
        peelTo(label, id, ObjectType.COMMIT).fold(Optional::of, failure -> Optional.empty());
    PathFinder finder = new PathFinder(objects, reasons, label + ":", commit);
    return peelTo(label, id, ObjectType.TREE)
        .flatMap(
            tree -> {
              Result<Target> found = finder.find(tree, path);
              return found instanceof Result.Ok<Target>
                  ? found
                  : QuotedName.unquote(path)
                      .map(unquoted -> finder.find(tree, unquoted))
                      .orElse(found);
            });
  }
}
