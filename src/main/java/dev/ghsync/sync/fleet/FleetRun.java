package dev.ghsync.sync.fleet;

import dev.ghsync.sync.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Syncs repositories in their order, some at the same time. Each has a report; what one of them
 * throws is its function's to catch.
 *
 * @param jobs repositories at once
 * @param sync syncs one repository, on a thread of its own
 * @param ended receives each report as soon as its sync has ended
 */
public record FleetRun(int jobs, Function<Candidate, SyncReport> sync, Consumer<SyncReport> ended) {

  /** Runs; the reports are in the order in which the syncs ended. */
  public List<SyncReport> run(List<Candidate> repos) {
    Queue<Candidate> left = new ConcurrentLinkedQueue<>(repos);
    List<SyncReport> reports = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(jobs, FleetRun::daemon);
    try {
      CompletableFuture<?>[] workers = new CompletableFuture<?>[jobs];
      for (int i = 0; i < jobs; i++) {
        workers[i] = CompletableFuture.runAsync(() -> work(left, reports), threads);
      }
      CompletableFuture.allOf(workers).join();
    } finally {
      threads.shutdownNow();
    }
    return reports;
  }

  private void work(Queue<Candidate> left, List<SyncReport> reports) {
    for (Candidate next = left.poll(); next != null; next = left.poll()) {
      SyncReport report = sync.apply(next);
      synchronized (reports) {
        reports.add(report);
        ended.accept(report);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ghsync-job");
    thread.setDaemon(true);
    return thread;
  }
}
