package dev.ghsync.sync.phase;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.PullDetail;
import dev.ghsync.github.PullWithReviews;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Issue;
import dev.ghsync.model.IssueComment;
import dev.ghsync.model.Ref;
import dev.ghsync.model.Repository;
import dev.ghsync.model.Result;
import dev.ghsync.model.ReviewComment;
import dev.ghsync.store.Refs;
import dev.ghsync.store.Session;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds the database against GitHub, stream by stream, and changes nothing: everything is read, and
 * written in transactions that are taken back, so that the tables themselves tell what differs.
 */
public final class Verifier {
  private static final int BATCH = 50;

  private final Scope scope;
  private final GitHub github;
  private final List<Verification.Stream> streams = new ArrayList<>();

  /** Releases that only a token that may push is shown. */
  private final Set<Long> notShown = new HashSet<>();

  public Verifier(Scope scope) {
    this.scope = scope;
    this.github = scope.github(PhaseName.METADATA);
  }

  /** Reads everything once; a stream that cannot be read is said to be skipped. */
  public Result<Verification> run() {
    return github.fetch(scope.endpoints().repository(), Optional.empty()).flatMap(this::run);
  }

  private Result<Verification> run(Fetched<Repository> answer) {
    if (!(answer instanceof Fetched.Fresh<Repository> fresh)) {
      return Result.failed(
          FailureCode.REPO_NOT_FOUND,
          "GitHub does not show %s; check the name and the token's access".formatted(scope.name()));
    }
    Repository repository = fresh.value();
    OptionalLong id = scope.store().read(s -> s.repos().githubId(scope.repo()));
    if (id.isPresent() && id.getAsLong() != repository.githubId()) {
      return Result.failed(
          FailureCode.REPO_REPLACED,
          "%s is now another repository than the one in the database".formatted(scope.name()));
    }
    Findings metadata = new Findings(PhaseName.METADATA.text());
    metadata.compared(1);
    boolean differs =
        scope.store().tryOut(s -> s.repos().update(scope.repo(), repository, scope.now()));
    if (differs) {
      metadata.add(repository.fullName() + ": differs");
    }
    streams.add(metadata.stream());
    if (!repository.mayPush()) {
      notShown.addAll(scope.store().read(s -> s.releases().listDrafts(scope.repo())));
    }
    return Result.ok(compareStreams());
  }

  private Verification compareStreams() {
    refs();
    objects();
    list(ListPhase.labels(scope), "label");
    list(ListPhase.milestones(scope), "milestone");
    walk(
        PhaseName.ISSUES,
        "issue",
        scope.endpoints()::issues,
        Issue::updatedAt,
        Issue::number,
        (s, items) -> s.issues().upsert(scope.repo(), items).written());
    walk(
        PhaseName.COMMENTS,
        "comment",
        scope.endpoints()::comments,
        IssueComment::updatedAt,
        IssueComment::id,
        (s, items) -> s.issueComments().upsert(scope.repo(), items));
    pullsAndReviews();
    walk(
        PhaseName.REVIEW_COMMENTS,
        "review comment",
        scope.endpoints()::reviewComments,
        ReviewComment::updatedAt,
        ReviewComment::id,
        (s, items) -> s.reviewComments().upsert(scope.repo(), items));
    list(ListPhase.commitComments(scope), "commit comment");
    list(ListPhase.releases(scope), "release");
    return new Verification(scope.name(), streams);
  }

  // ------------------------------------------------------------------ git

  private void refs() {
    Findings findings = new Findings(PhaseName.REFS.text());
    for (Map.Entry<String, String> kind : Map.of("heads", "branch", "tags", "tag").entrySet()) {
      Asked<List<Ref>> asked = Asked.of(github, scope.endpoints().refs(kind.getKey()));
      List<Ref> refs = asked instanceof Asked.Page<List<Ref>> got ? got.fresh().value() : List.of();
      if (!(asked instanceof Asked.Page<List<Ref>>) && !(asked instanceof Asked.Gone<List<Ref>>)) {
        findings.unreadable(asked);
        break;
      }
      Refs.Changes changes =
          scope
              .store()
              .tryOut(s -> s.refs().replace(scope.repo(), kind.getValue(), refs, scope.now()));
      findings.compared(refs.size());
      changes.created().forEach(name -> findings.add(name + ": not in the database"));
      changes.moved().forEach(name -> findings.add(name + ": points elsewhere on GitHub"));
      changes.deleted().forEach(name -> findings.add(name + ": not on GitHub any more"));
    }
    streams.add(findings.stream());
  }

  /** Objects are named by what is in them: that all are here is all there is to see. */
  private void objects() {
    Findings findings = new Findings(PhaseName.OBJECTS.text());
    findings.compared(scope.store().read(s -> s.commits().count(scope.repo())));
    boolean contents =
        scope.store().read(s -> !s.missing().listContentTips(scope.repo()).isEmpty());
    scope
        .store()
        .read(
            s -> {
              var missing = new ArrayList<>(s.missing().named(scope.repo()));
              missing.addAll(s.missing().parents(scope.repo()));
              if (contents) {
                missing.addAll(s.missing().content(scope.repo(), false, 0));
              }
              return missing;
            })
        .forEach(
            m -> findings.add("%s %s: not in the database".formatted(m.type().text(), m.id())));
    streams.add(findings.stream());
  }

  // ------------------------------------------------------------------ lists

  private <T> void list(ListPhase<T> phase, String noun) {
    CompleteList.Stream<T> list = phase.stream();
    read(
        list.name(),
        noun,
        Optional.of(list.endpoint()),
        (items, page) -> page.fresh().next(),
        item -> list.id().applyAsLong(item),
        list.writer());
  }

  private <T> void walk(
      PhaseName name,
      String noun,
      Function<Optional<Instant>, Endpoint<List<T>>> endpoint,
      Function<T, Instant> changedAt,
      Function<T, Long> id,
      PageWriter<T> writer) {
    read(
        name,
        noun,
        Optional.of(endpoint.apply(Optional.empty())),
        (items, page) -> {
          Optional<Instant> last = items.stream().map(changedAt).max(Instant::compareTo);
          Optional<Instant> first = items.stream().map(changedAt).min(Instant::compareTo);
          boolean oneSecond = last.equals(first);
          return page.fresh().next().map(next -> oneSecond ? next : endpoint.apply(last));
        },
        id,
        writer);
  }

  /** Where the list goes on behind a page. */
  @FunctionalInterface
  private interface Following<T> {
    Optional<Endpoint<List<T>>> after(List<T> items, Asked.Page<List<T>> page);
  }

  private <T> void read(
      PhaseName name,
      String noun,
      Optional<Endpoint<List<T>>> first,
      Following<T> following,
      Function<T, Long> id,
      PageWriter<T> writer) {
    Findings findings = new Findings(name.text());
    Set<Long> seen = new HashSet<>();
    Optional<Endpoint<List<T>>> next = first;
    while (next.isPresent()) {
      Asked<List<T>> asked = Asked.of(github, next.get());
      if (!(asked instanceof Asked.Page<List<T>> got)) {
        findings.unreadable(asked);
        streams.add(findings.stream());
        return;
      }
      List<T> items =
          got.fresh().value().stream().filter(item -> !seen.contains(id.apply(item))).toList();
      findings.written(noun, scope.store().tryOut(s -> writer.write(s, items)));
      items.forEach(item -> seen.add(id.apply(item)));
      next = following.after(got.fresh().value(), got);
    }
    findings.compared(seen.size());
    gone(name, noun, seen, findings);
    streams.add(findings.stream());
  }

  private void gone(PhaseName name, String noun, Set<Long> seen, Findings findings) {
    List<Long> gone =
        scope.store().read(s -> s.counters().livingKeys(scope.repo(), name.text())).stream()
            .filter(key -> !seen.contains(key))
            .filter(key -> name != PhaseName.RELEASES || !notShown.contains(key))
            .toList();
    findings.written(noun, Written.deleted(gone));
  }

  // ------------------------------------------------------------------ pull requests

  private void pullsAndReviews() {
    Findings pulls = new Findings(PhaseName.PULLS.text());
    Findings reviews = new Findings(PhaseName.REVIEWS.text());
    Set<Long> numbers = new HashSet<>();
    Optional<Endpoint<List<PullDetail>>> page = Optional.of(scope.endpoints().pullsAsIssues());
    while (page.isPresent()) {
      Asked<List<PullDetail>> asked = Asked.of(github, page.get());
      if (!(asked instanceof Asked.Page<List<PullDetail>> got)) {
        pulls.unreadable(asked);
        reviews.unreadable(asked);
        break;
      }
      got.fresh().value().forEach(detail -> numbers.add(detail.pull().number()));
      page = got.fresh().next();
    }
    List<Long> all = List.copyOf(numbers);
    for (int i = 0; i < all.size(); i += BATCH) {
      details(all.subList(i, Math.min(i + BATCH, all.size())), pulls, reviews);
    }
    gone(PhaseName.PULLS, "pull request", numbers, pulls);
    streams.add(pulls.stream());
    streams.add(reviews.stream());
  }

  private void details(List<Long> batch, Findings pulls, Findings reviews) {
    Result<Map<Long, PullWithReviews>> result = github.pulls(scope.name(), batch);
    if (!(result instanceof Result.Ok<Map<Long, PullWithReviews>> found)) {
      String why = result.fold(ok -> "", failure -> failure.message());
      pulls.unreadable(why);
      reviews.unreadable(why);
      return;
    }
    for (PullWithReviews one : found.value().values()) {
      pulls.compared(1);
      reviews.compared(one.reviews().size());
      pulls.written(
          "pull request",
          scope
              .store()
              .tryOut(
                  s ->
                      s.pulls()
                          .upsertDetailed(scope.repo(), List.of(one.pull()), one.headRepoTold())));
      reviews.written("review", scope.store().tryOut(s -> replace(s, one)));
    }
  }

  private Written replace(Session s, PullWithReviews one) {
    return s.reviews().replace(scope.repo(), one.pull().number(), one.reviews(), scope.now());
  }

  /** What was found in one stream. */
  private static final class Findings {
    private static final int MOST = 100;

    private final String name;
    private final List<String> differences = new ArrayList<>();
    private long compared;
    private Optional<String> skipped = Optional.empty();

    Findings(String name) {
      this.name = name;
    }

    void compared(long items) {
      compared += items;
    }

    void add(String difference) {
      if (differences.size() < MOST) {
        differences.add(difference);
      }
    }

    void written(String noun, Written written) {
      written.created().forEach(key -> add(noun + " " + key + ": not in the database"));
      written.updated().forEach(key -> add(noun + " " + key + ": differs"));
      written.deleted().forEach(key -> add(noun + " " + key + ": not on GitHub any more"));
    }

    void unreadable(Asked<?> asked) {
      unreadable(
          asked instanceof Asked.Failed<?> failed
              ? failed.failure().message()
              : asked instanceof Asked.Refused<?> refused
                  ? refused.reason()
                  : "GitHub does not show it");
    }

    void unreadable(String why) {
      skipped = Optional.of(why);
    }

    Verification.Stream stream() {
      return new Verification.Stream(name, compared, skipped, differences);
    }
  }
}
