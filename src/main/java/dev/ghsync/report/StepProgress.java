package dev.ghsync.report;

import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import java.util.Optional;
import java.util.OptionalLong;

/** Shows steps that follow each other on a progress bar, each in the place of the one before. */
public final class StepProgress implements AutoCloseable {
  private final Optional<ProgressBar> bar;
  private Optional<StreamName> current = Optional.empty();

  /** Shows the steps on a bar that was started; empty: nowhere. */
  public StepProgress(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /**
   * Shows the progress of a step.
   *
   * @param all 0 if it is not known
   */
  public void progressed(String step, long done, long all) {
    bar.ifPresent(shown -> progressed(shown, new StreamName(step), done, all));
  }

  private void progressed(ProgressBar shown, StreamName step, long done, long all) {
    if (!current.equals(Optional.of(step))) {
      current.ifPresent(before -> shown.phaseFinished(PhaseReport.notSelected(before)));
      shown.phaseStarted(step);
      current = Optional.of(step);
    }
    shown.progressed(step, done, all == 0 ? OptionalLong.empty() : OptionalLong.of(all));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
