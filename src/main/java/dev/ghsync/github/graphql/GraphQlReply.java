package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.Texts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reply to a query; it may have both data and errors.
 *
 * @param data all of it
 * @param data all of it
 * @param repository the data under {@code repository}
 * @param refusal why there is no data at all
 */
record GraphQlReply(
    Optional<Json> data,
    Optional<Json> repository,
    List<Problem> errors,
    Optional<String> refusal) {
  private static final String SCOPES = "INSUFFICIENT_SCOPES";
  private static final Set<String> CLOSED = Set.of("FORBIDDEN", "NOT_FOUND", SCOPES);

  /** The form of all names in GraphQL. */
  private static final Pattern NAME = Pattern.compile("[_A-Za-z][_0-9A-Za-z]{0,99}");

  private static final Pattern FIELD = Pattern.compile("'([_0-9A-Za-z]+)' field");

  /**
   * An entry of {@code errors}.
   *
   * @param type {@code NOT_FOUND}, {@code RATE_LIMITED}, …; empty where none is given
   * @param path to the field that has no value because of it
   * @param unknown the field or type that the server's schema does not have
   * @param field the field that needs a scope that the token lacks
   */
  record Problem(
      String type,
      String message,
      List<String> path,
      Optional<String> unknown,
      Optional<String> field) {
    static Problem of(Json error) {
      Json extensions = error.objectOrNull("extensions");
      String message = error.textOr("message", "");
      // Older servers give no type.
      boolean scopes = message.contains("has not been granted the required scopes");
      return new Problem(
          scopes ? SCOPES : error.textOr("type", ""),
          Texts.quote(message),
          error.list("path").stream().map(step -> step.node().asText()).toList(),
          extensions == null ? Optional.empty() : unknown(extensions),
          scopes ? field(message) : Optional.empty());
    }

    /** Whether a retry would fail too, since the item is missing or may not be seen. */
    boolean isFinal() {
      return CLOSED.contains(type);
    }

    /** Returns the failure for a field of the repository that the token may not read. */
    Failure refusal(String ofField) {
      boolean isPermission = message.contains("Resource not accessible");
      return Failure.of(
          FailureCode.FORBIDDEN,
          isPermission
              ? "the token lacks %s=read".formatted(ofField)
              : "GitHub forbids it: " + message);
    }

    /** Whether the token lacks a scope that the text of the query needs. */
    boolean needsScope() {
      return type.equals(SCOPES);
    }

    private static Optional<String> unknown(Json extensions) {
      String key =
          switch (extensions.textOr("code", "")) {
            case "undefinedField" -> "fieldName";
            case "undefinedType" -> "typeName";
            default -> "";
          };
      return Optional.ofNullable(extensions.textOrNull(key)).filter(Problem::isName);
    }

    private static Optional<String> field(String message) {
      Matcher field = FIELD.matcher(message);
      return field.find() ? Optional.of(field.group(1)).filter(Problem::isName) : Optional.empty();
    }

    private static boolean isName(String text) {
      return NAME.matcher(text).matches();
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
    return new GraphQlReply(
        Optional.ofNullable(data), Optional.ofNullable(repository), errors, closed);
  }

  static GraphQlReply refused(String why) {
    return new GraphQlReply(Optional.empty(), Optional.empty(), List.of(), Optional.of(why));
  }

  /** Returns the fields and types of the query that the server's schema does not have. */
  Set<String> unknown() {
    return names(Problem::unknown);
  }

  /** Returns the fields of the query that need a scope which the token lacks. */
  Set<String> withoutScope() {
    return names(Problem::field);
  }

  /** Whether the token lacks a scope for this query. */
  boolean needsScope() {
    return errors.stream().anyMatch(Problem::needsScope);
  }

  private Set<String> names(Function<Problem, Optional<String>> name) {
    return errors.stream()
        .flatMap(error -> name.apply(error).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the reason why there is no repository. */
  String whyNothing() {
    return refusal.orElseGet(() -> "its schema does not know " + String.join(", ", unknown()));
  }

  /** Returns the error about a field of the repository that the token may not read. */
  Optional<Problem> closedField() {
    return errors.stream().filter(error -> error.isFinal() && error.path().size() > 1).findFirst();
  }

  /** Returns the errors about an alias of the repository, or about the whole query. */
  List<Problem> about(String alias) {
    return errors.stream()
        .filter(error -> error.path().size() < 2 || error.path().get(1).equals(alias))
        .toList();
  }
}
