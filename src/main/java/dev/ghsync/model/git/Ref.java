package dev.ghsync.model.git;

/**
 * A branch or tag.
 *
 * @param name the full name: {@code refs/heads/main}
 * @param target the object that it names directly: for an annotated tag the tag object
 */
public record Ref(String name, ObjectId target, ObjectType targetType) {
  public boolean isBranch() {
    return name.startsWith("refs/heads/");
  }
}
