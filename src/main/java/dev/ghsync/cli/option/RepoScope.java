package dev.ghsync.cli.option;

import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of {@code ghsync auth} that selects a repository's own token. */
public final class RepoScope {
  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME",
      description =
          "The token for this repository only. Default: for every repository without its own")
  private Optional<RepoAddress> repo = Optional.empty();

  public Optional<RepoAddress> address() {
    return repo;
  }

  public Optional<RepoName> name() {
    return repo.map(RepoAddress::name);
  }

  /** {@code octo/tiny} or {@code every repository}. */
  public String words() {
    return name().map(RepoName::toString).orElse("every repository");
  }
}
