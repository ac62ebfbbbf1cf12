package dev.ghsync.objects.show;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;

/** The stored object that a user named. */
public record Target(ObjectId id, ObjectType type) {}
