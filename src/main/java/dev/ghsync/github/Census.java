package dev.ghsync.github;

/** What a census counts; pull requests are no issues here. */
public enum Census {
  ISSUES,
  PULLS
}
