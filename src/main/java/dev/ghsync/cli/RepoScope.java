package dev.ghsync.cli;

import dev.ghsync.model.RepoName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which repository's token {@code ghsync auth} is about. */
final class RepoScope {
  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME",
      description = "The token of this repository; without it: of all that have none of their own")
  Optional<RepoName> repo = Optional.empty();

  String key() {
    return repo.map(TokenSources::scope).orElse(TokenSources.GENERAL);
  }

  String words() {
    return repo.map(RepoName::toString).orElse("every repository");
  }
}
