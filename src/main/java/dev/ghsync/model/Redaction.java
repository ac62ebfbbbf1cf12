package dev.ghsync.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Removes secrets from text. Every {@link Token} registers itself here when it is created, so that
 * neither the program's output nor a stored text of a server contains one. Tokens are recognised as
 * they are, in hexadecimal digits, with characters escaped as in a URL, in JSON or in HTML, and
 * within Base64, such as a Basic {@code Authorization}.
 */
public final class Redaction {
  private static final String SUBSTITUTE = "***";

  /** Shorter texts are not redacted, because they would match ordinary words. */
  private static final int SHORTEST = 8;

  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=";

  private static final Map<String, Secret> SECRETS = new ConcurrentHashMap<>();

  private Redaction() {}

  /** Registers a secret. */
  public static void add(String secret) {
    if (secret.length() >= SHORTEST) {
      SECRETS.computeIfAbsent(secret, Secret::of);
    }
  }

  /** Returns the text with each secret replaced by three asterisks. */
  public static String redact(String text) {
    String clean = text;
    for (Secret secret : SECRETS.values()) {
      clean = secret.redact(clean);
    }
    return clean;
  }

  /**
   * The forms of one secret.
   *
   * @param literals the secret as it is and in hexadecimal digits
   * @param encoded the characters of its Base64 that do not depend on adjacent text
   * @param escaped a pattern in which each character is plain or escaped
   */
  private record Secret(List<String> literals, List<String> encoded, Pattern escaped) {
    static Secret of(String secret) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      String hex = HexFormat.of().formatHex(bytes);
      StringBuilder escaped = new StringBuilder();
      secret.codePoints().forEach(c -> escaped.append(character(c)));
      return new Secret(
          List.of(
              secret,
              secret.toLowerCase(Locale.ROOT),
              secret.toUpperCase(Locale.ROOT),
              hex,
              hex.toUpperCase(Locale.ROOT)),
          base64(bytes),
          Pattern.compile(escaped.toString(), Pattern.CASE_INSENSITIVE));
    }

    private static String character(int c) {
      String hex = (c < 16 ? "0" : "") + Integer.toHexString(c);
      return "(?:"
          + Pattern.quote(Character.toString(c))
          + "|%(?:25)*"
          + hex
          + "|\\\\+u0*"
          + hex
          + "|\\\\+x"
          + hex
          + "|&#0*"
          + c
          + ";|&#x0*"
          + hex
          + ";)";
    }

    private static List<String> base64(byte[] bytes) {
      List<String> forms = new ArrayList<>();
      for (int before = 0; before < 3; before++) {
        byte[] placed = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, placed, before, bytes.length);
        int from = (before * 8 + 5) / 6;
        int to = placed.length * 8 / 6;
        forms.add(Base64.getEncoder().encodeToString(placed).substring(from, to));
        forms.add(Base64.getUrlEncoder().encodeToString(placed).substring(from, to));
      }
      return forms.stream().distinct().toList();
    }

    String redact(String text) {
      String clean = text;
      for (String literal : literals) {
        clean = clean.replace(literal, SUBSTITUTE);
      }
      for (String form : encoded) {
        clean = withoutRun(clean, form);
      }
      boolean escapes =
          clean.indexOf('%') >= 0 || clean.indexOf('\\') >= 0 || clean.indexOf('&') >= 0;
      return escapes ? escaped.matcher(clean).replaceAll(SUBSTITUTE) : clean;
    }

    /** Replaces the whole Base64 text that contains the form. */
    private static String withoutRun(String text, String form) {
      String clean = text;
      for (int at = clean.indexOf(form); at >= 0; at = clean.indexOf(form)) {
        int from = at;
        while (from > 0 && BASE64.indexOf(clean.charAt(from - 1)) >= 0) {
          from--;
        }
        int to = at + form.length();
        while (to < clean.length() && BASE64.indexOf(clean.charAt(to)) >= 0) {
          to++;
        }
        clean = clean.substring(0, from) + SUBSTITUTE + clean.substring(to);
      }
      return clean;
    }
  }
}
