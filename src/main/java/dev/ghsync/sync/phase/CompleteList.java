package dev.ghsync.sync.phase;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Session;
import dev.ghsync.store.Validators;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * A list without {@code since} whose whole is the truth: what it does not show is gone. Every page
 * has its own validator, and what a page held is kept beside it, so that an unchanged page counts
 * without being read.
 *
 * <p>Pages slide when an item goes away while they are read, and one item may then be on no page.
 * So a list of several pages is believed only when it is asked once more and answers 304
 * throughout.
 *
 * @param <T> the items
 */
final class CompleteList<T> {
  private static final int MOST_PASSES = 4;

  /**
   * What is listed.
   *
   * @param name of the stream; also the slot of its validators
   * @param remover takes away, or marks as deleted, all but these
   * @param absent what it means that the list is not there, for people
   */
  record Stream<T>(
      PhaseName name,
      Endpoint<List<T>> endpoint,
      ToLongFunction<T> id,
      PageWriter<T> writer,
      Remover remover,
      String absent) {}

  /** Removes what is not among {@code ids}. */
  @FunctionalInterface
  interface Remover {
    Written removeOthers(Session session, Set<Long> ids);
  }

  private final Scope scope;
  private final GitHub github;
  private final Stream<T> stream;
  private final String slot;
  private final Tally tally;

  CompleteList(Scope scope, Stream<T> stream) {
    this.scope = scope;
    this.github = scope.github(stream.name());
    this.stream = stream;
    this.slot = stream.name().text();
    this.tally = new Tally(scope.listener(), stream.name());
  }

  PhaseOutcome run() {
    if (scope.settings().full()) {
      scope.store().write(s -> s.validators().clearFrom(scope.repo(), slot, 0));
    }
    for (int pass = 1; ; pass++) {
      Pass read = pass();
      if (read.cut().isPresent()) {
        return read.cut().get();
      }
      boolean believed = read.pages() == 1 || !read.changed();
      if (believed || pass == MOST_PASSES) {
        return finish(read, believed);
      }
    }
  }

  /**
   * The list read once.
   *
   * @param ids all that it showed
   * @param changed a page had to be read that could have been unchanged
   * @param cut how the phase ends where it cannot go on
   */
  private record Pass(Set<Long> ids, int pages, boolean changed, Optional<PhaseOutcome> cut) {}

  private Pass pass() {
    List<Validators.Page> kept = scope.store().read(s -> s.validators().list(scope.repo(), slot));
    Set<Long> ids = new LinkedHashSet<>();
    boolean changed = false;
    Optional<String> url = Optional.of(stream.endpoint().url());
    int page = 0;
    while (url.isPresent()) {
      Endpoint<List<T>> endpoint = stream.endpoint().at(url.get());
      Optional<Validators.Page> before =
          page < kept.size() && kept.get(page).validator().url().equals(endpoint.url())
              ? Optional.of(kept.get(page))
              : Optional.empty();
      Asked<List<T>> asked = Asked.of(github, endpoint, before.map(Validators.Page::validator));
      if (asked instanceof Asked.Same<List<T>>) {
        ids.addAll(before.orElseThrow().ids());
        url = before.get().nextUrl();
      } else if (asked instanceof Asked.Page<List<T>> got) {
        url = got.fresh().next().map(Endpoint::url);
        ids.addAll(store(page, got.fresh(), url));
        changed |= got.fresh().validator().isPresent();
      } else {
        return new Pass(
            ids, page, changed, Optional.of(asked.end(tally.counts(), stream.absent())));
      }
      page++;
    }
    return new Pass(ids, page, changed, Optional.empty());
  }

  private List<Long> store(int page, Fetched.Fresh<List<T>> fresh, Optional<String> next) {
    List<Long> ids = fresh.value().stream().mapToLong(stream.id()).boxed().toList();
    Written written =
        scope
            .store()
            .inTransaction(
                s -> {
                  s.validators().clearFrom(scope.repo(), slot, page);
                  Optional<Validator> validator = fresh.validator();
                  validator.ifPresent(
                      v ->
                          s.validators()
                              .save(scope.repo(), slot, page, new Validators.Page(v, next, ids)));
                  return stream.writer().write(s, fresh.value());
                });
    scope.changes().note(slot, written);
    tally.add(ids.size(), written.counts());
    return new ArrayList<>(ids);
  }

  private PhaseOutcome finish(Pass read, boolean believed) {
    Counts removed =
        scope
            .store()
            .inTransaction(
                s -> {
                  Written gone =
                      believed ? stream.remover().removeOthers(s, read.ids()) : Written.NOTHING;
                  s.streams()
                      .complete(
                          scope.repo(), slot, Optional.empty(), Optional.empty(), scope.now());
                  s.streams().reconciled(scope.repo(), slot, scope.now());
                  scope.changes().note(slot, gone);
                  return gone.counts();
                });
    return PhaseOutcome.done(tally.counts().plus(removed));
  }
}
