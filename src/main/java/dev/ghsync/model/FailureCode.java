package dev.ghsync.model;

import java.util.Locale;

/**
 * Why something that was expected to fail now and then has failed. The spelling is an interface.
 */
public enum FailureCode {
  /** No answer: name not resolved, connection refused or reset, time-out, TLS. */
  NETWORK,
  /** 5xx that did not go away. */
  SERVER_ERROR,
  /** An answer that is not what was asked for. */
  BAD_RESPONSE,
  /** The database cannot be read or written. */
  STORAGE,
  /** The name now belongs to another repository id. */
  REPO_REPLACED,
  /** A fault of ghsync's own. */
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
  /** GitHub asks for a pause. */
  SECONDARY_RATE_LIMITED,
  /** A bound of the user's own: --reserve, --max-requests, --deadline. */
  BUDGET,
  /** Another sync of this repository runs. */
  LOCKED;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** As in reports, in {@code sync_states.error_code} and in messages: {@code no-pat}. */
  public String text() {
    return text;
  }
}
