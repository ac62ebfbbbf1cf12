/**
 * Git without git: the object model, pack reading, and the smart-HTTP protocol (version 2) through
 * OkHttp.
 *
 * <p>{@link dev.ghsync.git.GitRemote} asks a server for objects and hands over each one after the
 * whole pack was checked; {@link dev.ghsync.git.GitObjects} turns bytes into objects and back. It
 * must not know what is asked for and why (that is planned above), nor where objects are kept: no
 * SQL, no REST. Memory is bounded whatever the size of a pack.
 */
@NullMarked
package dev.ghsync.git;

import org.jspecify.annotations.NullMarked;
