package dev.ghsync.sync.run;

import dev.ghsync.model.ApiCall;
import dev.ghsync.sync.SyncReport;
import java.util.Optional;

/** Counts requests: for a whole run, or for one phase. */
final class RequestCounter {
  private long total;
  private long notModified;
  private long charged;
  private long retried;
  private long bytes;
  private long queries;
  private long points;
  private long gitRequests;
  private long gitBytes;

  synchronized void count(ApiCall exchange) {
    if (exchange.kind() == ApiCall.Kind.GIT) {
      gitRequests++;
      gitBytes += exchange.bytes();
      return;
    }
    total++;
    bytes += exchange.bytes();
    notModified += exchange.notModified() ? 1 : 0;
    charged += exchange.charged() ? 1 : 0;
    retried += exchange.retry() ? 1 : 0;
    if (exchange.kind() == ApiCall.Kind.GRAPHQL) {
      queries++;
      points += exchange.points();
    }
  }

  synchronized SyncReport.Requests requests() {
    return new SyncReport.Requests(total, notModified, charged, retried, bytes);
  }

  synchronized Optional<SyncReport.GraphQl> graphql() {
    return queries == 0 ? Optional.empty() : Optional.of(new SyncReport.GraphQl(queries, points));
  }

  synchronized Optional<SyncReport.Git> git() {
    return gitRequests == 0
        ? Optional.empty()
        : Optional.of(new SyncReport.Git(gitRequests, gitBytes));
  }
}
