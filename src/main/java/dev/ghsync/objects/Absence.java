package dev.ghsync.objects;

import dev.ghsync.model.git.ObjectType;

/** The reason why an object's bytes cannot be read. */
public sealed interface Absence {
  /** Nothing is stored under the id. */
  record NotStored() implements Absence {}

  /**
   * Only the size of a file is stored, since it is larger than the limit.
   *
   * @param size in bytes
   */
  record TooLarge(long size) implements Absence {}

  /**
   * Only what REST says of the object is stored, and that does not tell all of its bytes: it lacks
   * the time zone of a commit, for instance.
   */
  record Incomplete(ObjectType type) implements Absence {}
}
