/**
 * The nouns: what a repository consists of, and how an expected failure is told.
 *
 * <p>Records of JDK types only. It must not know where its values come from (HTTP, git) nor where
 * they are kept (SQLite); it exists so that those three need not know each other.
 */
@NullMarked
package dev.ghsync.model;

import org.jspecify.annotations.NullMarked;
