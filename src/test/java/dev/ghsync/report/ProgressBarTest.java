package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.RefsStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final String WIPE_ONE = "\u001b[1A\r\u001b[J";

  private final StringWriter text = new StringWriter();
  private Instant now = Sample.NOON;
  private final ProgressBar bar = bar(100);

  private ProgressBar bar(int columns) {
    return new ProgressBar(new PrintWriter(text), () -> now, ZoneOffset.UTC, columns);
  }

  private String draw(ProgressBar bar) {
    text.getBuffer().setLength(0);
    bar.redraw();
    return text.toString();
  }

  @AfterEach
  void close() {
    bar.close();
  }

  @Test
  void aPhaseOfKnownSizeHasABarARateAndTheTimeLeft() {
    bar.phaseStarted(IssuesStream.NAME);
    now = now.plusSeconds(10);
    bar.progressed(IssuesStream.NAME, 1200, OptionalLong.of(3600));

    assertThat(draw(bar))
        .isEqualTo("issues          [========                ] 1,200/3,600, 120/s, 20 s left\n");
  }

  @Test
  void aPhaseOfUnknownSizeCounts() {
    bar.phaseStarted(CommentsStream.NAME);
    now = now.plusSeconds(2);
    bar.progressed(CommentsStream.NAME, 5000, OptionalLong.empty());

    assertThat(draw(bar)).isEqualTo("comments        5,000, 2,500/s\n");
  }

  @Test
  void eachDrawingReplacesTheLast() {
    bar.phaseStarted(IssuesStream.NAME);
    draw(bar);

    assertThat(draw(bar)).startsWith(WIPE_ONE + "issues");
  }

  @Test
  void theEndWipesEverythingAway() {
    bar.phaseStarted(IssuesStream.NAME);
    bar.phaseStarted(RefsStream.NAME);
    draw(bar);
    text.getBuffer().setLength(0);

    bar.finished(Sample.updated());

    assertThat(text.toString()).isEqualTo("\u001b[2A\r\u001b[J");
    assertThat(draw(bar)).isEmpty();
  }

  @Test
  void aWaitCountsDownAndGoes() {
    bar.waiting(
        now.plusSeconds(723), Failure.of(FailureCode.RATE_LIMITED, "the hourly limit is spent"));
    now = now.plusSeconds(3);

    assertThat(draw(bar)).isEqualTo("waiting 12 min, until 12:12: rate-limited\n");
    now = now.plusSeconds(715);
    assertThat(draw(bar)).contains("waiting 5 s, until");
    now = now.plusSeconds(5);
    assertThat(draw(bar)).isEqualTo(WIPE_ONE);
  }

  @Test
  void aWarningStaysAboveTheBar() {
    bar.phaseStarted(IssuesStream.NAME);
    draw(bar);
    text.getBuffer().setLength(0);

    bar.warned("no report written");

    assertThat(text.toString()).isEqualTo(WIPE_ONE + "ghsync: warning: no report written\n");
    assertThat(draw(bar)).startsWith("issues");
  }

  @Test
  void noLineIsAsWideAsTheTerminal() {
    try (ProgressBar narrow = bar(20)) {
      narrow.phaseStarted(IssuesStream.NAME);
      narrow.progressed(IssuesStream.NAME, 1, OptionalLong.of(2));

      assertThat(draw(narrow).strip()).hasSizeLessThan(20);
    }
  }
}
