package dev.ghsync.cli.shell;

import java.util.List;

/**
 * The values that an option or a parameter accepts.
 *
 * @param words the values, if they are known
 */
record Value(Kind kind, List<String> words) {
  /** Kinds of values. */
  enum Kind {
    /** There is no value. */
    NONE,
    /** The next word may be the value; an option that needs none. */
    OPTIONAL,
    /** One of the words. */
    WORDS,
    /** Some of the words, with commas between them. */
    LIST,
    FILE,
    REPOSITORY,
    /** Something that cannot be completed. */
    OTHER
  }

  Value(Kind kind) {
    this(kind, List.of());
  }

  /** Returns whether there must be a value. */
  boolean isTaken() {
    return kind != Kind.NONE && kind != Kind.OPTIONAL;
  }

  /** Returns the words with spaces between them. */
  String joined() {
    return String.join(" ", words);
  }
}
