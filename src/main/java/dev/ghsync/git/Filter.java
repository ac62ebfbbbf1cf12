package dev.ghsync.git;

/**
 * What the server leaves out, see "filter" in gitprotocol-v2(5) and --filter in git-rev-list(1).
 *
 * <p>It does not hit what is wanted by its own id; but where another wanted object reaches that
 * too, git may leave it out all the same. So blobs are best wanted by id in a request without a
 * filter.
 *
 * @param spec as the protocol says it; empty for everything
 */
public record Filter(String spec) {
  /** Everything. */
  public static final Filter NONE = new Filter("");

  /** Commits and tags only. */
  public static final Filter TREELESS = new Filter("tree:0");

  /** No file contents of more than so many bytes. */
  public static Filter blobsUpTo(long bytes) {
    return new Filter("blob:limit=" + (bytes + 1)); // git leaves out what has this size or more
  }
}
