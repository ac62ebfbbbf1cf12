package dev.ghsync.model;

/** The numbers of rows that a write created, changed and deleted. Unchanged rows do not count. */
public record Counts(long created, long updated, long deleted) {
  public static final Counts NONE = new Counts(0, 0, 0);

  public Counts plus(Counts other) {
    return new Counts(created + other.created, updated + other.updated, deleted + other.deleted);
  }

  public boolean isNone() {
    return created == 0 && updated == 0 && deleted == 0;
  }
}
