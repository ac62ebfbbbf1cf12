package dev.ghsync.cli.option;

import dev.ghsync.auth.TokenSources;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which repository's token {@code ghsync auth} is about. */
public final class RepoScope {
  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME",
      description = "The token of this repository; without it: of all that have none of their own")
  private Optional<RepoAddress> repo = Optional.empty();

  public Optional<RepoAddress> address() {
    return repo;
  }

  public Optional<RepoName> name() {
    return repo.map(RepoAddress::name);
  }

  public String key() {
    return name().map(TokenSources::scope).orElse(TokenSources.GENERAL);
  }

  public String words() {
    return name().map(RepoName::toString).orElse("every repository");
  }
}
