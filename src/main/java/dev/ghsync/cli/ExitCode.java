package dev.ghsync.cli;

import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fleet.FleetReport;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Exit codes; they are an interface. */
enum ExitCode {
  OK(0, "updated, unchanged, or skipped because the policy said so"),
  FAILED(
      1,
      "network, server-error, bad-response, storage, repo-replaced, not-found, internal;"
          + " with status --check: stale or in error"),
  USAGE(2, "the command line is wrong"),
  PARTIAL(3, "some phases failed, the others are stored; verify: differences"),
  NO_ACCESS(4, "no-pat, bad-credentials, forbidden, sso-required"),
  NO_REPOSITORY(5, "repo-not-found, repo-blocked"),
  LIMITED(6, "rate-limited, secondary-rate-limited, budget: try again at retryAt"),
  LOCKED(7, "another sync of this repository runs"),
  INTERRUPTED(130, "SIGINT (143: SIGTERM); what was stored stays");

  /** A failure before partial before blocked before success. */
  private static final List<ExitCode> MOST_SERIOUS_FIRST =
      List.of(INTERRUPTED, FAILED, NO_ACCESS, NO_REPOSITORY, PARTIAL, LIMITED, LOCKED, OK);

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  /** The line in the help. */
  String meaning() {
    return meaning;
  }

  static ExitCode of(FailureCode code) {
    return switch (code) {
      case NETWORK, SERVER_ERROR, BAD_RESPONSE, STORAGE, REPO_REPLACED, NOT_FOUND, INTERNAL ->
          FAILED;
      case NO_PAT, BAD_CREDENTIALS, FORBIDDEN, SSO_REQUIRED -> NO_ACCESS;
      case REPO_NOT_FOUND, REPO_BLOCKED -> NO_REPOSITORY;
      case RATE_LIMITED, SECONDARY_RATE_LIMITED, BUDGET -> LIMITED;
      case LOCKED -> ExitCode.LOCKED;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
    };
  }

  /** Returns the most serious code of a run over many repositories. */
  static ExitCode of(FleetReport report) {
    return Stream.concat(
            report.repos().stream().map(ExitCode::of),
            report.failures().stream().map(failure -> of(failure.code())))
        .min(Comparator.comparing(MOST_SERIOUS_FIRST::indexOf))
        .orElse(OK);
  }

  static ExitCode of(SyncReport report) {
    return switch (report.outcome()) {
      case UPDATED, UNCHANGED, SKIPPED -> OK;
      case PARTIAL -> PARTIAL;
      case BLOCKED -> report.failure().map(f -> of(f.code())).orElse(LIMITED);
      case FAILED -> report.failure().map(f -> of(f.code())).orElse(FAILED);
    };
  }
}
