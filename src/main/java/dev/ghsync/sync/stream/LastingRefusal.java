package dev.ghsync.sync.stream;

import dev.ghsync.model.Validator;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.Optional;

/**
 * A refusal that lasts until GitHub's description of the repository changes: nothing was ever
 * pushed, or a feature is switched off. Such an answer is charged and has no ETag, so the request
 * is not repeated while the description has the same ETag as at the refusal.
 *
 * @param stream whose request was refused
 */
record LastingRefusal(SyncContext context, StreamName stream) {

  /** Returns whether the request would be refused again. */
  boolean isKnown() {
    Optional<Validator> noted =
        context.ifIncremental(
            context.store().read(s -> s.validators().find(context.repo(), slot())));
    return noted.isPresent() && noted.equals(context.store().read(this::description));
  }

  /** Stores that GitHub has refused the request. */
  void note(Session s) {
    s.validators().save(context.repo(), slot(), description(s));
  }

  private Optional<Validator> description(Reads s) {
    return s.validators().find(context.repo(), StreamName.METADATA.text());
  }

  private String slot() {
    return "refused/" + stream.text();
  }
}
