package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Release;
import dev.ghsync.model.item.Repository;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.store.table.CommitComments;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.IssueEvents;
import dev.ghsync.store.table.Labels;
import dev.ghsync.store.table.Milestones;
import dev.ghsync.store.table.Releases;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.list.PageWriter;
import dev.ghsync.sync.verify.ListComparison.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares the streams that GitHub shows as lists.
 *
 * @param repository what GitHub says of it, such as what is switched off
 */
record StreamComparisons(
    GitHub github, Endpoints endpoints, Comparison comparison, long repo, Repository repository) {
  private static final int TOO_DEEP = 422;
  private static final String NO_ISSUES = "issues are switched off in this repository";
  private static final String NO_PULLS = "pull requests are switched off in this repository";

  private static final Set<StreamName> WITH_ISSUES =
      Set.of(
          StreamName.LABELS,
          StreamName.MILESTONES,
          StreamName.ISSUES,
          StreamName.COMMENTS,
          StreamName.EVENTS);
  private static final Set<StreamName> WITH_PULLS =
      Set.of(StreamName.PULLS, StreamName.REVIEWS, StreamName.REVIEW_COMMENTS);

  Findings labels() {
    return whole(
        StreamName.LABELS,
        Compared.LABELS,
        endpoints.labels(),
        (s, labels) -> s.upsert(Labels.TABLE, repo, labels));
  }

  Findings milestones() {
    return whole(
        StreamName.MILESTONES,
        Compared.MILESTONES,
        endpoints.milestones(),
        (s, milestones) -> s.upsert(Milestones.TABLE, repo, milestones));
  }

  Findings commitComments() {
    return whole(
        StreamName.COMMIT_COMMENTS,
        Compared.COMMIT_COMMENTS,
        endpoints.commitComments(),
        (s, comments) -> s.upsert(CommitComments.TABLE, repo, comments));
  }

  /** Where issues are switched off, GitHub may leave out those of pull requests too. */
  Findings issues() {
    if (!repository.hasIssues()) {
      Findings findings = new Findings(StreamName.ISSUES);
      switchedOff(findings, Compared.OWN_ISSUES, NO_ISSUES);
      return findings;
    }
    return walk(
        StreamName.ISSUES,
        Compared.ISSUES,
        endpoints::issues,
        Issue::updatedAt,
        (s, issues) -> s.issues().upsert(repo, issues).written());
  }

  Findings comments() {
    return walk(
        StreamName.COMMENTS,
        Compared.COMMENTS,
        endpoints::comments,
        IssueComment::updatedAt,
        (s, comments) -> s.upsert(IssueComments.TABLE, repo, comments));
  }

  Findings reviewComments() {
    return walk(
        StreamName.REVIEW_COMMENTS,
        Compared.REVIEW_COMMENTS,
        endpoints::reviewComments,
        ReviewComment::updatedAt,
        (s, comments) -> s.upsert(ReviewComments.TABLE, repo, comments));
  }

  PullComparison pulls() {
    PullComparison pulls =
        new PullComparison(
            github, endpoints, repository.fullName(), comparison, repo, !repository.hasIssues());
    if (repository.hasPulls()) {
      pulls
          .run(depth(StreamName.PULLS))
          .ifPresent(cut -> pulls.notCompared(Findings.failure(cut, absent(StreamName.PULLS))));
    } else {
      switchedOff(pulls.pulls(), Compared.PULLS, NO_PULLS);
      switchedOff(pulls.reviews(), Compared.REVIEWS, NO_PULLS);
    }
    return pulls;
  }

  /** Of a large repository GitHub shows no old events: those are not compared. */
  Findings events() {
    Findings findings = new Findings(StreamName.EVENTS);
    AtomicLong oldest = new AtomicLong(Long.MAX_VALUE);
    Comparison.Shown all = new Comparison.Shown(depth(StreamName.EVENTS), true);
    Optional<Fetched<List<IssueEvent>>> cut =
        read(
            findings,
            new ListComparison.Source<>(
                Compared.EVENTS,
                Order.NEWEST_FIRST,
                from -> endpoints.events(),
                IssueEvent::createdAt,
                events -> {
                  events.forEach(e -> oldest.accumulateAndGet(second(e), Math::min));
                  return compare(
                      findings,
                      Compared.EVENTS,
                      (s, page) -> s.upsert(IssueEvents.TABLE, repo, page),
                      events);
                }),
            () -> all);
    if (cut.filter(StreamComparisons::isTooDeep).isPresent() && oldest.get() < Long.MAX_VALUE) {
      Instant from = Instant.ofEpochSecond(oldest.get());
      findings.note("GitHub shows none from before " + from);
      Comparison.Shown shown = new Comparison.Shown(Optional.of(from), true);
      findings.gone(comparison, Compared.EVENTS, shown);
    } else {
      cut.ifPresent(asked -> end(StreamName.EVENTS, Compared.EVENTS, findings, asked));
    }
    return findings;
  }

  private static long second(IssueEvent event) {
    return event.createdAt().getEpochSecond();
  }

  private static boolean isTooDeep(Fetched<?> asked) {
    return asked instanceof Fetched.NotAvailable<?> gone && gone.status() == TOO_DEEP;
  }

  /** Drafts are shown to those only who may push. */
  Findings releases() {
    Findings findings = new Findings(StreamName.RELEASES);
    AtomicBoolean drafts = new AtomicBoolean(repository.mayPush());
    Optional<Fetched<List<Release>>> cut =
        read(
            findings,
            new ListComparison.Source<>(
                Compared.RELEASES,
                Order.ANY,
                from -> endpoints.releases(),
                Release::createdAt,
                releases -> {
                  if (releases.stream().anyMatch(Release::draft)) {
                    drafts.set(true);
                  }
                  return compare(
                      findings,
                      Compared.RELEASES,
                      (s, page) -> s.upsert(Releases.TABLE, repo, page),
                      releases);
                }),
            () -> new Comparison.Shown(Optional.empty(), drafts.get()));
    cut.ifPresent(asked -> end(StreamName.RELEASES, Compared.RELEASES, findings, asked));
    if (cut.isEmpty() && !drafts.get()) {
      hiddenDrafts(findings);
    }
    return findings;
  }

  private void hiddenDrafts(Findings findings) {
    long hidden =
        comparison.countGone(Compared.RELEASES, Comparison.Shown.ALL)
            - comparison.countGone(
                Compared.RELEASES, new Comparison.Shown(Optional.empty(), false));
    if (hidden > 0) {
      findings.notCompared(
          Failure.of(
              FailureCode.FORBIDDEN,
              "%d stored drafts of releases are shown only to a token that may push"
                  .formatted(hidden)));
    }
  }

  // ------------------------------------------------------------------ kinds of lists

  private <T> Findings whole(
      StreamName name, Compared kind, Endpoint<List<T>> list, PageWriter<T> writer) {
    return list(name, kind, Order.ANY, from -> list, item -> Instant.MAX, writer);
  }

  private <T> Findings walk(
      StreamName name,
      Compared kind,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> changedAt,
      PageWriter<T> writer) {
    return list(name, kind, Order.OLDEST_FIRST, list, changedAt, writer);
  }

  private <T> Findings list(
      StreamName name,
      Compared kind,
      Order order,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> time,
      PageWriter<T> writer) {
    Findings findings = new Findings(name);
    Comparison.Shown shown = new Comparison.Shown(depth(name), true);
    read(
            findings,
            new ListComparison.Source<>(
                kind, order, list, time, items -> compare(findings, kind, writer, items)),
            () -> shown)
        .ifPresent(cut -> end(name, kind, findings, cut));
    return findings;
  }

  private <T> Optional<Fetched<List<T>>> read(
      Findings findings, ListComparison.Source<T> source, Supplier<Comparison.Shown> shown) {
    return new ListComparison<>(github, comparison, source, shown, findings).run();
  }

  private <T> long compare(Findings findings, Compared kind, PageWriter<T> writer, List<T> items) {
    Comparison.Page page = comparison.compare(kind, s -> writer.write(s, items));
    findings.add(page);
    return page.newItems();
  }

  // ------------------------------------------------------------------ lists that are not there

  private void end(StreamName name, Compared kind, Findings findings, Fetched<?> cut) {
    Optional<String> off = switchedOff(name);
    if (cut instanceof Fetched.NotAvailable<?> && off.isPresent()) {
      switchedOff(findings, kind, off.get());
    } else {
      findings.notCompared(cut, absent(name));
    }
  }

  private Optional<String> switchedOff(StreamName name) {
    if (WITH_ISSUES.contains(name)) {
      return repository.hasIssues() ? Optional.empty() : Optional.of(NO_ISSUES);
    }
    return WITH_PULLS.contains(name) && !repository.hasPulls()
        ? Optional.of(NO_PULLS)
        : Optional.empty();
  }

  /** A stream that is switched off is equal where nothing of it is stored. */
  private void switchedOff(Findings findings, Compared kind, String why) {
    findings.note(why);
    findings.gone(comparison, kind, Comparison.Shown.ALL);
  }

  private static String absent(StreamName name) {
    return "GitHub does not show the " + name.text().replace('-', ' ');
  }

  /** Nothing older was asked for in a sync. */
  private Optional<Instant> depth(StreamName name) {
    return comparison
        .read(s -> s.streams().find(repo, name.text()))
        .flatMap(StreamStates.StreamState::depth);
  }
}
