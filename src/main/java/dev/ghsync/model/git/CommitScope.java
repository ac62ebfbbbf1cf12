package dev.ghsync.model.git;

/** The commits whose trees and files are kept, or unfolded. */
public enum CommitScope {
  NONE,
  /** The default branch's head. */
  DEFAULT,
  /** The heads of all branches. */
  BRANCHES,
  /** The commits to which branches and tags point. */
  HEADS,
  /** Every commit. */
  ALL
}
