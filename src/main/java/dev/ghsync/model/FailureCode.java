package dev.ghsync.model;

import java.util.Locale;

/** The reasons for expected failures. Their spelling is part of the interface. */
public enum FailureCode {
  /** No answer: name not resolved, connection refused or reset, time-out, TLS. */
  NETWORK,
  /** 5xx in spite of retries. */
  SERVER_ERROR,
  /** An answer that is not what was requested. */
  BAD_RESPONSE,
  /** The database cannot be read or written. */
  STORAGE,
  /** The name now belongs to another repository id. */
  REPO_REPLACED,
  /** The database does not have the object or ref that a command named. */
  NOT_FOUND,
  /** A bug in ghsync. */
  INTERNAL,
  /** SIGINT or SIGTERM. */
  INTERRUPTED,
  /** No token anywhere. */
  NO_PAT,
  /** 401. */
  BAD_CREDENTIALS,
  /** 403 that is neither a limit nor single sign-on. */
  FORBIDDEN,
  /** 403 with {@code X-GitHub-SSO: required}. */
  SSO_REQUIRED,
  /** 404 on the repository itself. */
  REPO_NOT_FOUND,
  /** 451, or 403 with a {@code block} object. */
  REPO_BLOCKED,
  /** The hourly limit is spent. */
  RATE_LIMITED,
  /** GitHub's secondary rate limit. */
  SECONDARY_RATE_LIMITED,
  /** A limit that the user has set: --reserve, --max-requests, --deadline. */
  BUDGET,
  /** Another sync of this repository runs. */
  LOCKED;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /**
   * Returns the spelling in reports, {@code sync_states.error_code} and messages: {@code no-pat}.
   */
  public String text() {
    return text;
  }
}
