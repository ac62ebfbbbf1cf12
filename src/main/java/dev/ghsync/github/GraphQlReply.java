package dev.ghsync.github;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a query came to; data and errors may stand side by side.
 *
 * @param repository the data under {@code repository}
 * @param refusal why nothing is told at all
 */
record GraphQlReply(Optional<Json> repository, List<Problem> errors, Optional<String> refusal) {
  private static final Set<String> CLOSED = Set.of("FORBIDDEN", "NOT_FOUND", "INSUFFICIENT_SCOPES");

  /**
   * An entry of {@code errors}.
   *
   * @param type {@code NOT_FOUND}, {@code RATE_LIMITED}, …; empty where none is given
   * @param path to the field that has no value because of it
   * @param unknown the field or type that this GitHub's schema has not
   */
  record Problem(String type, String message, List<String> path, Optional<String> unknown) {
    static Problem of(Json error) {
      Json extensions = error.objectOrNull("extensions");
      return new Problem(
          error.textOr("type", ""),
          Texts.quote(error.textOr("message", "")),
          error.list("path").stream().map(step -> step.node().asText()).toList(),
          extensions == null ? Optional.empty() : unknown(extensions));
    }

    /** Nothing is there, or nothing may be seen: asking again tells the same. */
    boolean isFinal() {
      return CLOSED.contains(type);
    }

    private static Optional<String> unknown(Json extensions) {
      return switch (extensions.textOr("code", "")) {
        case "undefinedField" -> Optional.ofNullable(extensions.textOrNull("fieldName"));
        case "undefinedType" -> Optional.ofNullable(extensions.textOrNull("typeName"));
        default -> Optional.empty();
      };
    }
  }

  static GraphQlReply of(Json answer) {
    List<Problem> errors = answer.list("errors").stream().map(Problem::of).toList();
    Json data = answer.objectOrNull("data");
    Json repository = data == null ? null : data.objectOrNull("repository");
    Optional<String> closed =
        errors.stream()
            .filter(error -> repository == null && error.isFinal())
            .map(Problem::message)
            .findFirst();
    return new GraphQlReply(Optional.ofNullable(repository), errors, closed);
  }

  static GraphQlReply refused(String why) {
    return new GraphQlReply(Optional.empty(), List.of(), Optional.of(why));
  }

  Set<String> unknown() {
    return errors.stream()
        .flatMap(error -> error.unknown().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Why there is no repository. */
  String whyNothing() {
    return refusal.orElseGet(() -> "its schema does not know " + String.join(", ", unknown()));
  }

  /** Nothing that was asked under an alias of the repository is missing for a passing reason. */
  boolean isWhole(String alias) {
    return errors.stream()
        .filter(error -> error.path().size() < 2 || error.path().get(1).equals(alias))
        .allMatch(Problem::isFinal);
  }

  /** GitHub knows nothing of what was asked under an alias. */
  boolean isUnknown(String alias) {
    return errors.stream()
        .filter(error -> error.path().equals(List.of("repository", alias)))
        .anyMatch(error -> error.type().equals("NOT_FOUND"));
  }
}
