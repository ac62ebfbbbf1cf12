package dev.ghsync.report;

import dev.ghsync.auth.TokenStatus;
import dev.ghsync.model.AppInstallation;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** {@code ghsync auth status}, for people and as JSON. */
public record TokenStatusView(TokenStatus token) {

  /** Prints a line for each fact. */
  public void print(PrintWriter out, Instant now, ZoneId zone) {
    row(out, "account", token.login().orElse("none (token of an installation or a job)"));
    row(out, "type", token.type());
    row(out, "source", token.source());
    token.scopes().ifPresent(s -> row(out, "scopes", s.isEmpty() ? "none" : String.join(", ", s)));
    if (!token.permissions().isEmpty()) {
      row(out, "permissions", String.join(", ", token.permissions()));
    }
    row(out, "expires", token.expiresAt().map(t -> Formats.clock(t, now, zone)).orElse("unknown"));
    row(
        out,
        "limit",
        token
            .limit()
            .map(
                l ->
                    "%s of %s requests left until %s"
                        .formatted(
                            Formats.number(l.remaining()),
                            Formats.number(l.limit()),
                            Formats.clock(l.resetAt(), now, zone)))
            .orElse("none on this server"));
  }

  private static void row(PrintWriter out, String name, String text) {
    out.printf("%-12s%s%n", name, Formats.line(text));
  }

  /** Returns one object; {@code scopes} is null where the token's type has none. */
  public String json() {
    return new JsonObject()
        .put("login", token.login())
        .put("kind", token.type())
        .put("source", token.source())
        .put("scopes", token.scopes())
        .put("permissions", token.permissions())
        .put("expiresAt", token.expiresAt())
        .put("rateLimit", token.limit().map(JsonFields::limit))
        .render();
  }

  /** Returns an App and its installations as one object. */
  public static String json(String appId, List<AppInstallation> installations) {
    return new JsonObject()
        .put("appId", appId)
        .put(
            "installations",
            installations.stream()
                .map(one -> new JsonObject().put("id", one.id()).put("account", one.account()))
                .toList())
        .render();
  }
}
