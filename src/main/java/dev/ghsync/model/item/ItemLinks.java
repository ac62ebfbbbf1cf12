package dev.ghsync.model.item;

import java.util.List;

/**
 * The links of one issue or pull request.
 *
 * @param references where it was mentioned, each source once
 * @param closing the issues that the pull request closes when merged
 * @param isWhole whether these are all
 */
public record ItemLinks(
    long number, List<CrossReference> references, List<IssueName> closing, boolean isWhole) {
  public ItemLinks {
    references = List.copyOf(references);
    closing = List.copyOf(closing);
  }

  /**
   * An issue of any repository.
   *
   * @param repo {@code owner/name}
   */
  public record IssueName(String repo, long number) {}
}
