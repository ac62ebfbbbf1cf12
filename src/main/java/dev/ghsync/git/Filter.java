package dev.ghsync.git;

/**
 * A filter for objects that the server leaves out, see "filter" in gitprotocol-v2(5) and --filter
 * in git-rev-list(1).
 *
 * <p>An object that is wanted by its own id is not filtered, except that git may leave it out if
 * another wanted object reaches it too. Blobs are therefore best wanted by id without a filter.
 *
 * @param spec as in the protocol; empty for no filter
 */
public record Filter(String spec) {
  /** Leaves out nothing. */
  public static final Filter NONE = new Filter("");

  /** Leaves out trees and blobs. */
  public static final Filter TREELESS = new Filter("tree:0");

  /** Leaves out blobs of more than so many bytes. */
  public static Filter blobsUpTo(long bytes) {
    return new Filter("blob:limit=" + (bytes + 1)); // git leaves out blobs of this size or more
  }
}
