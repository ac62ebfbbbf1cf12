package dev.ghsync.model.git;

/**
 * A branch or tag.
 *
 * @param name in full: {@code refs/heads/main}
 * @param target what it names directly: for an annotated tag the tag object
 */
public record Ref(String name, ObjectId target, ObjectType targetType) {
  public boolean isBranch() {
    return name.startsWith("refs/heads/");
  }
}
