package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Validators;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import java.util.List;
import java.util.Optional;

/**
 * Reads what was added to a list that grows at its end: its last page, as {@link CompleteList} has
 * stored it, and the pages after that. An unchanged last page is answered with 304.
 *
 * @param stream as for {@link CompleteList}
 * @param <T> the items
 */
public record LastPages<T>(SyncContext context, CompleteList.Stream<T> stream) {
  private static final int FULL = 100;
  private static final int TOO_DEEP = 422;

  /** Returns whether an earlier run has read the list to its end. */
  public boolean isPossible() {
    return context.wasRead(stream.name()) && !pages().isEmpty();
  }

  private List<Validators.Page> pages() {
    return context.store().read(s -> s.validators().list(context.repo(), stream.name().text()));
  }

  public PhaseOutcome run() {
    ProgressCounter progress = new ProgressCounter(context.listener(), stream.name());
    GitHub github = context.github(stream.name());
    List<Validators.Page> known = pages();
    int index = known.size() - 1;
    Validators.Page last = known.get(index);
    Optional<Validator> validator = Optional.of(last.validator());
    Optional<Endpoint<List<T>>> place = Optional.of(stream.endpoint().at(last.validator().url()));
    while (place.isPresent()) {
      Endpoint<List<T>> request = place.get();
      Fetched<List<T>> fetched = github.fetch(request, validator);
      if (fetched instanceof Fetched.Page<List<T>> page) {
        int number = index;
        RowChanges written = context.store().inTransaction(s -> store(s, number, page));
        context.changes().note(stream.name().text(), written);
        progress.add(page.value().size(), written.counts());
        place = page.next().or(() -> after(request, page.value().size()));
      } else if (fetched instanceof Fetched.NotModified<List<T>>) {
        place = after(request, last.ids().size());
      } else if (isLimit(fetched)) {
        place = Optional.empty();
      } else {
        return PhaseOutcome.of(fetched, progress.counts(), stream.absent());
      }
      index++;
      validator = Optional.empty();
    }
    context.store().write(this::complete);
    return PhaseOutcome.done(progress.counts());
  }

  /** The page after a full one, of which an answer without changes says nothing. */
  private Optional<Endpoint<List<T>>> after(Endpoint<List<T>> page, int items) {
    return items < FULL ? Optional.empty() : Optional.of(page.further(FULL));
  }

  private boolean isLimit(Fetched<List<T>> answer) {
    return stream.limit().isPresent()
        && answer instanceof Fetched.NotAvailable<List<T>> refused
        && refused.status() == TOO_DEEP;
  }

  private RowChanges store(Session s, int index, Fetched.Page<List<T>> page) {
    String key = stream.name().text();
    s.validators().clearFrom(context.repo(), key, index);
    if (index > 0) {
      linkTo(s, index - 1, page);
    }
    page.validator()
        .ifPresent(
            validator ->
                s.validators()
                    .save(
                        context.repo(),
                        key,
                        index,
                        new Validators.Page(
                            validator,
                            page.next().map(Endpoint::url),
                            stream.table().keys(page.value()))));
    return s.upsert(stream.table(), context.repo(), page.value());
  }

  /** The page before was the last one until now. */
  private void linkTo(Session s, int index, Fetched.Page<List<T>> page) {
    List<Validators.Page> known = s.validators().list(context.repo(), stream.name().text());
    Optional<String> url = page.validator().map(Validator::url);
    if (index < known.size() && known.get(index).nextUrl().isEmpty() && url.isPresent()) {
      Validators.Page before = known.get(index);
      s.validators()
          .save(
              context.repo(),
              stream.name().text(),
              index,
              new Validators.Page(before.validator(), url, before.ids()));
    }
  }

  private void complete(Session s) {
    s.streams()
        .complete(
            context.repo(),
            stream.name().text(),
            Optional.empty(),
            Optional.empty(),
            context.now(),
            false);
  }
}
