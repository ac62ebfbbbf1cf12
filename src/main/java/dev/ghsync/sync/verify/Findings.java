package dev.ghsync.sync.verify;

import dev.ghsync.github.Fetched;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result so far of the comparison of one stream. */
public final class Findings {
  private static final int MOST = 100;

  private final StreamName name;
  private final List<String> differences = new ArrayList<>();
  private long compared;
  private long differing;
  private Optional<String> note = Optional.empty();
  private Optional<Failure> notCompared = Optional.empty();
  private Optional<Failure> leftOut = Optional.empty();

  Findings(StreamName name) {
    this.name = name;
  }

  void compared(long items) {
    compared += items;
  }

  void differs(String difference) {
    differing++;
    if (differences.size() < MOST) {
      differences.add(difference);
    }
  }

  /** Adds what the comparison of a page has found. */
  void add(Comparison.Page page) {
    compared += page.newItems();
    page.differences().forEach(difference -> differs(difference.toString()));
  }

  /** Adds what was found apart. */
  void add(Findings others) {
    differing += others.differing;
    others.differences.stream().limit(MOST - differences.size()).forEach(differences::add);
  }

  /** Counts the stored items that GitHub should have shown and did not. */
  void gone(Comparison comparison, Compared kind, Comparison.Shown shown) {
    long gone = comparison.countGone(kind, shown);
    if (gone > 0) {
      comparison.gone(kind, shown, MOST - differences.size()).stream()
          .map(Comparison.Difference::toString)
          .forEach(differences::add);
      differing += gone;
    }
  }

  public void note(String text) {
    note = Optional.of(text);
  }

  /** Records the failure that ends the comparison. The first one stays. */
  public void notCompared(Failure failure) {
    notCompared = notCompared.or(() -> Optional.of(failure));
  }

  /**
   * Records an answer that is not a list.
   *
   * @param absent the message where GitHub does not show the list
   */
  void notCompared(Fetched<?> fetched, String absent) {
    notCompared(failure(fetched, absent));
  }

  /** Records that an item cannot be compared. The comparison of the others goes on. */
  void leftOut(Failure failure) {
    leftOut = leftOut.or(() -> Optional.of(failure));
  }

  static Failure failure(Fetched<?> fetched, String absent) {
    if (fetched instanceof Fetched.Stopped<?> failed) {
      return failed.failure();
    }
    if (fetched instanceof Fetched.Forbidden<?> refused) {
      return Failure.of(FailureCode.FORBIDDEN, refused.why());
    }
    String words = fetched instanceof Fetched.NotAvailable<?> gone ? ": " + gone.message() : "";
    return Failure.of(FailureCode.BAD_RESPONSE, absent + words);
  }

  /** Returns the failure that ends the comparison. */
  Optional<Failure> failure() {
    return notCompared;
  }

  public Verification.Stream stream() {
    return new Verification.Stream(
        name.text(), compared, differing, differences, note, notCompared.or(() -> leftOut));
  }
}
