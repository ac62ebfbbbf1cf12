package dev.ghsync.model.git;

import java.util.Locale;
import java.util.Optional;

/** The four types of git objects. */
public enum ObjectType {
  COMMIT,
  TREE,
  BLOB,
  TAG;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns git's spelling: {@code commit}. */
  public String text() {
    return text;
  }

  public static Optional<ObjectType> parse(String text) {
    for (ObjectType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
