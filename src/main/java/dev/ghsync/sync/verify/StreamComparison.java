package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.PageWriter;
import dev.ghsync.sync.verify.ListComparison.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares one stream that GitHub shows as a list.
 *
 * @param kind the stored items
 * @param off the note of a stream that is switched off in the repository
 * @param findings the result so far
 */
public record StreamComparison(
    VerifyContext context,
    StreamName name,
    Compared kind,
    Optional<String> off,
    Findings findings) {

  public static StreamComparison of(
      VerifyContext context, StreamName name, Compared kind, Optional<String> off) {
    return new StreamComparison(context, name, kind, off, new Findings(name));
  }

  /** Compares a list in no particular order. */
  public <T> Verification.Stream complete(Endpoint<List<T>> list, PageWriter<T> writer) {
    return compare(Order.ANY, from -> list, item -> Instant.MAX, writer);
  }

  /** Compares a list that is sorted by the time of change, and is read from a time on. */
  public <T> Verification.Stream since(
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> changedAt,
      PageWriter<T> writer) {
    return compare(Order.OLDEST_FIRST, list, changedAt, writer);
  }

  private <T> Verification.Stream compare(
      Order order,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> time,
      PageWriter<T> writer) {
    Comparison.Shown shown = new Comparison.Shown(context.depth(name), true);
    read(order, list, time, items -> compare(writer, items), () -> shown).ifPresent(this::end);
    return findings.stream();
  }

  /**
   * Compares a list.
   *
   * @return what came in place of a page, where the list could not be read to its end
   */
  public <T> Optional<Fetched<List<T>>> read(
      Order order,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> time,
      ListComparison.PageComparison<T> page,
      Supplier<Comparison.Shown> shown) {
    return new ListComparison<>(
            context.github(),
            context.comparison(),
            new ListComparison.Source<>(kind, order, list, time, page),
            shown,
            findings)
        .run();
  }

  /** Compares the items of one page; returns how many of them no page before has shown. */
  public <T> long compare(PageWriter<T> writer, List<T> items) {
    Comparison.Page page = context.comparison().compare(kind, s -> writer.write(s, items));
    findings.add(page);
    return page.newItems();
  }

  /** Ends the comparison of a list that could not be read to its end. */
  public void end(Fetched<?> instead) {
    if (instead instanceof Fetched.NotAvailable<?> && off.isPresent()) {
      switchedOff(off.get());
    } else {
      findings.notCompared(instead, "GitHub does not show the " + name.text().replace('-', ' '));
    }
  }

  /** A stream that is switched off is equal where nothing of it is stored. */
  public Verification.Stream switchedOff(String reason) {
    findings.note(reason);
    gone(Comparison.Shown.ALL);
    return findings.stream();
  }

  /** Counts the stored items that GitHub should have shown and did not. */
  public void gone(Comparison.Shown shown) {
    findings.gone(context.comparison(), kind, shown);
  }
}
