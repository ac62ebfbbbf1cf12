package dev.ghsync.git;

import dev.ghsync.model.git.ObjectId;
import java.util.Optional;

/**
 * A ref as a git server lists it.
 *
 * @param name in full: {@code refs/tags/v1}
 * @param target the object that the ref names
 * @param peeled what an annotated tag names in the end; empty where {@code target} is no tag object
 */
public record RemoteRef(String name, ObjectId target, Optional<ObjectId> peeled) {}
