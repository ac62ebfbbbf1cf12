package dev.ghsync.report;

import dev.ghsync.model.ApiCall;
import dev.ghsync.sync.SyncListener;
import java.io.PrintWriter;
import java.util.Locale;

/** {@code -v}: one line a request, without secrets since an {@link ApiCall} has none. */
public final class RequestLog implements SyncListener {
  private final PrintWriter out;

  public RequestLog(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void exchanged(ApiCall e) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-4s %s", e.method(), Formats.line(e.path())));
    line.append(" -> ").append(e.status() == 0 ? "no answer" : e.status());
    line.append(", ").append(e.millis()).append(" ms, ").append(Formats.bytes(e.bytes()));
    if (e.points() > 0) {
      line.append(", ").append(Formats.count(e.points(), "point"));
    }
    if (e.remaining().isPresent()) {
      line.append(", ").append(Formats.number(e.remaining().getAsLong())).append(" left");
    }
    if (e.retry()) {
      line.append(", retry");
    }
    out.println(line);
    out.flush();
  }
}
