package dev.ghsync.cli;

import dev.ghsync.model.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Passes on the requests by which an App finds installations and makes tokens. Those sent before
 * {@link #reportTo} are kept and passed on by it. Safe for threads.
 */
final class AppRequests implements Consumer<ApiCall> {
  private final List<ApiCall> early = new ArrayList<>();
  private Optional<Consumer<ApiCall>> listener = Optional.empty();

  @Override
  public synchronized void accept(ApiCall call) {
    listener.ifPresentOrElse(known -> known.accept(call), () -> early.add(call));
  }

  /** Reports all requests to a listener, those that were sent before included. */
  synchronized void reportTo(Consumer<ApiCall> other) {
    early.forEach(other);
    early.clear();
    listener = Optional.of(other);
  }
}
