package dev.ghsync.github.json;

/**
 * The largest answer that is read, so that a wrong or broken one does not fill the memory.
 *
 * @param bytes decompressed JSON
 * @param items elements of its list
 * @param kept characters and nodes in memory; a node counts as {@value #NODE} characters
 */
public record ResponseLimits(long bytes, int items, int kept) {
  static final int NODE = 16;

  private static final long MIB = 1L << 20;

  /** A page of 100: issues are 3 to 5 kB each, bodies at most 65,536 characters. */
  public static final ResponseLimits PAGE = new ResponseLimits(64 * MIB, 1_000, 8_000_000);

  /** A page of 100 repositories, 7 to 18 kB each. */
  public static final ResponseLimits REPOSITORIES = PAGE;

  /** A release may have a thousand assets. */
  public static final ResponseLimits RELEASES = new ResponseLimits(128 * MIB, 1_000, 24_000_000);

  /** GitHub lists at most 100,000 entries of a tree, 330 bytes each. */
  static final ResponseLimits TREE = new ResponseLimits(64 * MIB, 120_000, 40_000_000);

  /**
   * All refs come in one answer, about 300 bytes each. The limit is what a quarter of the heap
   * holds: 60,000 at 64 MB.
   */
  public static final ResponseLimits REFS =
      new ResponseLimits(
          1024 * MIB, (int) Math.min(4_000_000, memory() / 1_024), Integer.MAX_VALUE);

  /** An error. */
  static final ResponseLimits ERROR = new ResponseLimits(MIB / 16, 0, 100_000);

  /** Up to 50 pull requests with 100 reviews each. */
  public static final ResponseLimits GRAPHQL = new ResponseLimits(16 * MIB, 0, 16_000_000);

  private static long memory() {
    return Runtime.getRuntime().maxMemory();
  }
}
