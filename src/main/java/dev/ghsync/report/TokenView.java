package dev.ghsync.report;

import dev.ghsync.model.RateLimit;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A token, described; the token itself is not in it.
 *
 * @param source where it came from: {@code $GH_TOKEN}
 * @param scopes of a classic or OAuth token; empty for other kinds
 * @param permissions that it was seen to have
 */
public record TokenView(
    String source,
    String kind,
    Optional<String> login,
    Optional<List<String>> scopes,
    List<String> permissions,
    Optional<Instant> expiresAt,
    Optional<RateLimit> limit) {

  /** A line a fact. */
  public void print(PrintWriter out, Instant now, ZoneId zone) {
    row(out, "whose", login.orElse("GitHub names no user: an installation's or a job's"));
    row(out, "kind", kind);
    row(out, "found in", source);
    scopes.ifPresent(s -> row(out, "scopes", s.isEmpty() ? "none" : String.join(", ", s)));
    if (!permissions.isEmpty()) {
      row(out, "permissions", String.join(", ", permissions));
    }
    row(out, "expires", expiresAt.map(t -> Formats.clock(t, now, zone)).orElse("no end is named"));
    row(
        out,
        "limit",
        limit
            .map(
                l ->
                    "%s of %s requests left until %s"
                        .formatted(
                            Formats.number(l.remaining()),
                            Formats.number(l.limit()),
                            Formats.clock(l.resetAt(), now, zone)))
            .orElse("the server has none"));
  }

  private static void row(PrintWriter out, String name, String text) {
    out.printf("%-12s%s%n", name, Formats.line(text));
  }

  /** One object; {@code scopes} is null where the kind has none. */
  public String json() {
    return Json.render(
        json -> {
          json.writeStartObject();
          Json.text(json, "login", login);
          json.writeStringField("kind", kind);
          json.writeStringField("source", source);
          if (scopes.isPresent()) {
            Json.texts(json, "scopes", scopes.get());
          } else {
            json.writeNullField("scopes");
          }
          Json.texts(json, "permissions", permissions);
          Json.time(json, "expiresAt", expiresAt);
          Json.limit(json, limit);
          json.writeEndObject();
        });
  }
}
