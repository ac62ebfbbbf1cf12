package dev.ghsync.auth;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises common mistakes around a token: quotation marks, the scheme of a header, a variable's
 * name. GitHub would only answer that the token is invalid.
 */
public final class TokenText {
  private static final Pattern QUOTED =
      Pattern.compile(
          "^[\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb].*|.*[\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb]$",
          Pattern.DOTALL);
  // U+FEFF, and its bytes as ISO 8859-1 shows those of UTF-8 and UTF-16.
  private static final Pattern MARKED =
      Pattern.compile("^(\ufeff|\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe).*", Pattern.DOTALL);
  private static final Pattern SCHEME =
      Pattern.compile(
          "^(?:authorization:\\s*)?(bearer|token|basic)\\b[\\s:].*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NAMED =
      Pattern.compile("^(?:export\\s+)?[A-Z][A-Z0-9_]*=.*", Pattern.DOTALL);

  private TokenText() {}

  /**
   * Describes what is wrong with the text of a token, and what to do.
   *
   * @param text without white space around it
   */
  public static Optional<String> problem(String text) {
    if (MARKED.matcher(text).matches()) {
      return Optional.of("begins with a byte order mark; save it as UTF-8 without one");
    }
    if (QUOTED.matcher(text).matches()) {
      return Optional.of("has quotation marks around it; leave them out");
    }
    if (SCHEME.matcher(text).matches()) {
      return Optional.of(
          "begins with a word of the Authorization header such as Bearer; leave it out");
    }
    if (NAMED.matcher(text).matches()) {
      return Optional.of("begins with the name of a variable; leave out all before the token");
    }
    if (text.lines().skip(1).findAny().isPresent()) {
      return Optional.of("has more than one line; give the token's line alone");
    }
    if (text.chars().anyMatch(Character::isWhitespace)) {
      return Optional.of("has a space in it; give the token alone");
    }
    return text.chars().anyMatch(c -> c <= ' ' || c > '~')
        ? Optional.of("has characters that no token has; copy it again")
        : Optional.empty();
  }
}
