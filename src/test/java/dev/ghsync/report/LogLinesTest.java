package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.SyncListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private static ApiCall exchange(int status, boolean retry, long points) {
    return new ApiCall(
        ApiCall.Kind.REST,
        "GET",
        "/repos/o/n/issues?page=2",
        status,
        85,
        18_234,
        true,
        retry,
        points,
        OptionalLong.of(4871));
  }

  @Test
  void aRequestIsOneLine() {
    new RequestLog(out).exchanged(exchange(200, false, 0));

    assertThat(text)
        .hasToString("GET  /repos/o/n/issues?page=2 -> 200, 85 ms, 18 kB, 4,871 left\n");
  }

  @Test
  void aRetryThatGotNoAnswerSaysSo() {
    new RequestLog(out).exchanged(exchange(0, true, 3));

    assertThat(text)
        .hasToString(
            "GET  /repos/o/n/issues?page=2 -> no answer, 85 ms, 18 kB, 3 points, 4,871 left,"
                + " retry\n");
  }

  @Test
  void waitsAndWarningsAreLines() {
    SyncListener notices = new ConsoleNotices(out, () -> Sample.NOON, ZoneOffset.UTC);
    SyncListener both = new CompositeSyncListener(List.of(notices, new RequestLog(out)));

    both.waiting(
        Sample.NOON.plusSeconds(90), Failure.of(FailureCode.SECONDARY_RATE_LIMITED, "a pause"));
    both.warned("two\nlines");

    assertThat(text)
        .hasToString(
            "ghsync: waiting until 12:01: secondary-rate-limited\nghsync: warning: two lines\n");
  }

  @Test
  void whatAJobsPageShowsCannotEndItsLine() {
    Annotations annotations = new Annotations(out);
    annotations.warned("50% done");
    annotations.error("bad\r\n::stop-commands::x");

    assertThat(text)
        .hasToString(
            """
            ::warning title=ghsync::50%25 done
            ::error title=ghsync::bad%0D%0A::stop-commands::x
            """);
  }
}
