package dev.ghsync.sync.verify;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Compares the database with GitHub, stream by stream. A stream that cannot be read, or not to its
 * end, is never equal: the result has the failure that prevented it, and stored items that were not
 * seen do not count as gone. After a failure that all requests share no more requests are sent.
 */
public final class Verifier {
  private static final Set<FailureCode> ENDS =
      EnumSet.of(
          FailureCode.BAD_CREDENTIALS,
          FailureCode.SSO_REQUIRED,
          FailureCode.REPO_BLOCKED,
          FailureCode.REPO_NOT_FOUND,
          FailureCode.RATE_LIMITED,
          FailureCode.SECONDARY_RATE_LIMITED,
          FailureCode.BUDGET,
          FailureCode.INTERRUPTED);

  private final StreamList list;
  private final Repos.RepoRow known;
  private final Comparison comparison;
  private final GitHub github;
  private final GitRemote git;
  private final List<Verification.Stream> found = new ArrayList<>();
  private Endpoints endpoints;

  /** The failure that ended the comparison early. */
  private Optional<Failure> end = Optional.empty();

  /** The network failed in the stream before. */
  private boolean networkFailed;

  public Verifier(
      StreamList list, Repos.RepoRow known, Comparison comparison, Connection connection) {
    this.list = list;
    this.known = known;
    this.comparison = comparison;
    this.github = connection.github();
    this.git = connection.git();
    this.endpoints = new Endpoints(connection.apiUrl(), known.name());
  }

  /** Returns whether a failure prevents further requests. */
  static boolean endsTheRun(Failure failure) {
    return ENDS.contains(failure.code());
  }

  /** Compares everything. It may be called once. */
  public Verification run() {
    Findings metadata = new Findings(StreamName.METADATA);
    Fetched<Repository> fetched = github.fetch(endpoints.repository());
    Optional<Repository> repository = metadata(fetched, metadata);
    end = metadata.failure();
    found.add(metadata.stream());
    if (repository.isPresent()) {
      if (repository.get().isPrivate()) {
        github.notPublic();
      }
      compareStreams(
          new VerifyContext(github, git, endpoints, comparison, known.id(), repository.get()));
    } else {
      list.streams().stream()
          .filter(this::isAskedFor)
          .forEach(stream -> found.add(notAsked(stream.name())));
    }
    return new Verification(known.name(), found);
  }

  private Optional<Repository> metadata(Fetched<Repository> fetched, Findings findings) {
    if (!(fetched instanceof Fetched.Page<Repository> got)) {
      findings.notCompared(refusal(fetched));
      return Optional.empty();
    }
    Repository repository = got.value();
    OptionalLong id = known.githubId();
    if (id.isPresent() && id.getAsLong() != repository.githubId()) {
      findings.notCompared(
          Failure.of(
              FailureCode.REPO_REPLACED,
              "%s is now another repository (id %d) than the one in the database (id %d)"
                  .formatted(known.name(), repository.githubId(), id.getAsLong())));
      return Optional.empty();
    }
    findings.add(
        comparison.compareRepository(s -> s.repos().update(known.id(), repository, Instant.EPOCH)));
    if (!comparison.read(s -> s.repos().isHeadRight(known.id()))) {
      findings.differs("head_ref_id does not point at the default branch");
    }
    endpoints = endpoints.knownAs(repository.githubId());
    return Optional.of(repository);
  }

  private Failure refusal(Fetched<Repository> fetched) {
    return fetched instanceof Fetched.NotAvailable<Repository>
        ? Failure.of(
            FailureCode.REPO_NOT_FOUND,
            "GitHub does not show %s; check the name and the token's access"
                .formatted(known.name()))
        : Findings.failure(fetched, "GitHub does not show " + known.name());
  }

  private void compareStreams(VerifyContext context) {
    for (Stream stream : list.streams()) {
      if (found.stream().anyMatch(other -> other.name().equals(stream.name().text()))) {
        continue; // it was compared together with another one
      }
      if (!isAskedFor(stream)) {
        continue;
      }
      if (!stream.comparesByRequests()) {
        found.addAll(stream.compare(context));
      } else if (end.isPresent()) {
        found.add(notAsked(stream.name()));
      } else {
        stream.compare(context).forEach(this::add);
      }
    }
  }

  /** A stream that is off by default is compared only if it was read once. */
  private boolean isAskedFor(Stream stream) {
    return stream.byDefault()
        || comparison.read(s -> s.streams().find(known.id(), stream.name().text())).isPresent();
  }

  private void add(Verification.Stream stream) {
    found.add(stream);
    Optional<Failure> failure = stream.notCompared();
    boolean network = failure.filter(f -> f.code() == FailureCode.NETWORK).isPresent();
    boolean over = failure.filter(Verifier::endsTheRun).isPresent() || (network && networkFailed);
    end = over ? end.or(() -> failure) : end;
    networkFailed = network;
  }

  private Verification.Stream notAsked(StreamName name) {
    Findings findings = new Findings(name);
    findings.notCompared(end.orElseThrow());
    return findings.stream();
  }
}
