package dev.ghsync.sync.stream;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.PullExtras;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Review;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Reviews;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.PassedOver;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.StableList;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Details and reviews of the pull requests that have changed, 50 in one GraphQL query, which also
 * brings the commits and files of those that have few; what GraphQL does not deliver, one after the
 * other by REST. What is due is read from the database, and what was stored is not due any more: an
 * interruption loses nothing.
 *
 * <p>One that cannot be read is passed over and stays due. The next run asks for it after all
 * others, alone and without a back-off.
 */
public final class PullDetails {
  private static final int BATCH = 50;

  /** The links of so few pull requests come with their details, which saves a query. */
  private static final int FEW = 10;

  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter pulls;
  private final ProgressCounter reviews;
  private final ProgressCounter contents;
  private final boolean withReviews;
  private final boolean withLinks;
  private final boolean withContents;
  private final Set<Long> listedNew = ConcurrentHashMap.newKeySet();
  private final PassedOver withoutDetails;
  private final PassedOver withoutReviews;

  /** Those that GraphQL has shown without all who are to review. */
  private final Set<Long> reviewersHidden = ConcurrentHashMap.newKeySet();

  /** The number of those that were requested early. */
  private int early;

  private boolean oneIsHere;
  private volatile boolean listIsHere;

  public PullDetails(SyncContext context) {
    this.context = context;
    this.github = context.github(PullsStream.NAME);
    this.withoutDetails = new PassedOver(context, PullsStream.NAME, "pull request");
    this.withoutReviews = new PassedOver(context, ReviewsStream.NAME, "reviews of pull request");
    this.pulls = new ProgressCounter(context.listener(), PullsStream.NAME);
    this.reviews = new ProgressCounter(context.listener(), ReviewsStream.NAME);
    this.withLinks = context.settings().phases().contains(LinksStream.NAME);
    this.contents = new ProgressCounter(context.listener(), PullFilesStream.NAME);
    this.withReviews = context.settings().phases().contains(ReviewsStream.NAME);
    this.withContents = context.settings().phases().contains(PullFilesStream.NAME);
  }

  /**
   * Fetches details while the other lists are still read, if there are many. It is called in a
   * first reading, where all that are listed are due. Returns the outcome of the phase if it cannot
   * continue.
   */
  public Optional<PhaseOutcome> fetchEarly() {
    List<Long> due = list(s -> s.pulls().listDueDetails(context.repo()));
    if (due.size() <= BATCH) {
      return Optional.empty();
    }
    due.removeAll(withoutDetails.listNoted(due));
    early = due.size();
    return fetch(due, done -> pulls.add(done, Counts.NONE, OptionalLong.of(early)));
  }

  /**
   * Brings the details of all that are due, but for those that it notes as unreadable.
   *
   * @param listed what the list has done before
   */
  public PhaseOutcome run(Counts listed) {
    pulls.add(0, listed);
    listIsHere = true;
    Collection<Long> due = new LinkedHashSet<>(list(s -> s.pulls().listDueDetails(context.repo())));
    Set<Long> noted = withoutDetails.listNoted(due);
    if (withReviews) {
      List<Long> dueReviews = list(s -> s.pulls().listDueReviews(context.repo()));
      noted.addAll(withoutReviews.listNoted(dueReviews));
      due.addAll(dueReviews);
    }
    due.removeAll(withoutDetails.numbers()); // they were requested in this run
    due.removeAll(withoutReviews.numbers());
    noted.retainAll(due);
    OptionalLong total = OptionalLong.of(early + due.size());
    LongConsumer stored = done -> pulls.add(done, Counts.NONE, total);
    Optional<PhaseOutcome> cut =
        fetch(due.stream().filter(n -> !noted.contains(n)).toList(), stored);
    return cut.or(() -> again(noted, stored))
        .orElseGet(() -> PhaseOutcome.done(pulls.counts(), note(early + due.size())));
  }

  /** Those that could not be read before; not always the same where they are very many. */
  private Optional<PhaseOutcome> again(Collection<Long> noted, LongConsumer stored) {
    List<Long> some = new ArrayList<>(noted);
    Collections.shuffle(some);
    GitHub once = github.once();
    for (long number : some.subList(0, Math.min(some.size(), UnreadableNotes.MOST_TRIES))) {
      withoutDetails.expectFailure();
      withoutReviews.expectFailure();
      Optional<PhaseOutcome> cut =
          github.graphqlRefused()
              ? byRest(once, List.of(number))
              : byGraphql(once, List.of(number));
      if (cut.isPresent()) {
        return cut;
      }
      stored.accept(1);
    }
    return Optional.empty();
  }

  /** Returns the outcome of an event's phase, which reports only what the event touched. */
  private static PhaseOutcome end(Counts counts, Optional<String> note, PassedOver passedOver) {
    return passedOver
        .failure()
        .map(failure -> PhaseOutcome.passedOver(counts, failure))
        .orElseGet(() -> PhaseOutcome.done(counts, note));
  }

  /**
   * Says how details came.
   *
   * @param requested the number of pull requests whose details this run has requested
   */
  private Optional<String> note(int requested) {
    return requested > 0 && github.graphqlRefused()
        ? Optional.of("GraphQL is refused; details and reviews were requested one by one")
        : Optional.empty();
  }

  /** Brings one pull request's details and reviews, whether they look due or not. */
  public PhaseOutcome run(long number) {
    Optional<PhaseOutcome> cut = bringOne(number);
    return cut.orElseGet(() -> end(pulls.counts(), note(1), withoutDetails));
  }

  /** The reviews of one pull request, where {@link #run(long)} has not brought them. */
  public PhaseOutcome reviewsOf(long number) {
    Optional<PhaseOutcome> cut = oneIsHere ? Optional.empty() : bringOne(number);
    PassedOver over = withoutReviews.numbers().isEmpty() ? withoutDetails : withoutReviews;
    return cut.map(end -> end.counting(reviews.counts()))
        .orElseGet(() -> end(reviews.counts(), Optional.empty(), over));
  }

  /** Its reviews are due until they are here: what cannot be had now, the next run brings. */
  private Optional<PhaseOutcome> bringOne(long number) {
    context.store().write(s -> s.pulls().reviewsDue(context.repo(), List.of(number)));
    // GraphQL needs one request and REST two, but only REST shows all of a new pull request.
    boolean known = context.store().read(s -> s.pulls().isWhole(context.repo(), number));
    Optional<PhaseOutcome> cut =
        known ? fetch(List.of(number), done -> {}) : byRest(github, number);
    if (cut.isEmpty() && reviewersHidden.contains(number)) {
      cut = detailByRest(github, number).cut(); // no list shows them in this run
    }
    oneIsHere = cut.isEmpty();
    if (oneIsHere) {
      pulls.add(1, Counts.NONE);
    }
    return cut;
  }

  /** Returns whether this run has read the list, which shows whose reviews are due. */
  public boolean isListHere() {
    return listIsHere;
  }

  /** Reviews that are due all the same: the details were not requested in this run. */
  public Optional<PhaseOutcome> restOfReviews() {
    List<Long> due = list(s -> s.pulls().listDueReviews(context.repo()));
    Set<Long> noted = withoutReviews.listNoted(due);
    if (listIsHere) {
      due.removeAll(withoutDetails.numbers()); // they were requested in this run
      due.removeAll(noted);
    }
    Optional<PhaseOutcome> cut =
        fetch(due.stream().filter(n -> !noted.contains(n)).toList(), n -> {});
    return cut.or(() -> listIsHere ? Optional.empty() : again(noted, n -> {}))
        .map(end -> end.counting(reviews.counts()));
  }

  /** How the reviews end that were brought here; without a list, details are missed here too. */
  public PhaseOutcome endOfReviews() {
    PhaseOutcome done = PhaseOutcome.done(reviews.counts());
    return listIsHere
        ? UnreadableNotes.outcome(context, ReviewsStream.NAME, done)
        : end(reviews.counts(), Optional.empty(), withoutDetails)
            .failure()
            .map(failure -> PhaseOutcome.passedOver(reviews.counts(), failure))
            .orElseGet(() -> UnreadableNotes.outcome(context, ReviewsStream.NAME, done));
  }

  private List<Long> list(Function<Reads, List<Long>> query) {
    return context.store().read(query);
  }

  /**
   * Fetches the details of these pull requests.
   *
   * @param stored receives how many more were stored
   */
  private Optional<PhaseOutcome> fetch(List<Long> numbers, LongConsumer stored) {
    return context.inParallel(Batches.of(numbers, BATCH), batch -> fetchBatch(batch, stored));
  }

  private Optional<PhaseOutcome> fetchBatch(List<Long> batch, LongConsumer stored) {
    Optional<PhaseOutcome> cut =
        github.graphqlRefused() ? byRest(github, batch) : byGraphql(github, batch);
    if (cut.isEmpty()) {
      stored.accept(batch.size());
    }
    return cut;
  }

  /** Reads those that no list has shown by REST: GraphQL does not show all of them. */
  private Optional<PhaseOutcome> byGraphql(GitHub via, List<Long> all) {
    List<Long> batch = list(s -> s.pulls().listWhole(context.repo(), all));
    List<Long> others = new ArrayList<>(all);
    others.removeAll(batch);
    return batch.isEmpty() ? byRest(via, others) : byGraphql(via, batch, others);
  }

  private Optional<PhaseOutcome> byGraphql(GitHub via, List<Long> batch, List<Long> others) {
    Result<Map<Long, PullWithReviews>> result =
        via.pulls(
            context.name(), batch, new PullExtras(withLinks && batch.size() <= FEW, withContents));
    if (result instanceof Result.Failed<Map<Long, PullWithReviews>> failed) {
      return github.graphqlRefused()
          ? byRest(via, batch).or(() -> byRest(via, others))
          : Optional.of(PhaseOutcome.stopped(pulls.counts(), failed.failure()));
    }
    Map<Long, PullWithReviews> found = ((Result.Ok<Map<Long, PullWithReviews>>) result).value();
    context.store().write(s -> store(s, found.values()));
    found.keySet().forEach(this::read);
    List<Long> unknown = new ArrayList<>(batch);
    unknown.removeAll(found.keySet());
    unknown.addAll(others);
    return byRest(via, unknown);
  }

  private void read(long number) {
    withoutDetails.read(number);
    if (withReviews) {
      withoutReviews.read(number);
    }
  }

  private void store(Session s, Collection<PullWithReviews> found) {
    for (boolean shown : new boolean[] {true, false}) {
      List<Pull> some =
          found.stream().filter(p -> p.hasHeadRepo() == shown).map(PullWithReviews::pull).toList();
      if (!some.isEmpty()) {
        count(s.pulls().upsertDetailed(context.repo(), some, shown));
      }
    }
    if (withReviews) {
      found.forEach(p -> replaceReviews(s, p.pull().number(), p.reviews()));
    }
    storeLinks(s, found.stream().filter(p -> p.links().isPresent()).toList());
    found.stream().map(PullWithReviews::pull).forEach(this::noteReviewers);
    replaceContents(s, found.stream().flatMap(p -> p.content().stream()).toList());
  }

  /** The state of the pull requests is the one that came with the contents. */
  private void replaceContents(Session s, List<PullContent> found) {
    if (withContents && !found.isEmpty()) {
      List<Long> numbers = found.stream().map(PullContent::number).toList();
      RowChanges written =
          s.pullContents()
              .replace(context.repo(), found, s.pullContents().states(context.repo(), numbers));
      context.changes().note(PullFilesStream.NAME.text(), written);
      contents.add(found.size(), written.counts());
    }
  }

  /** Counts the commits and files that came with the details. */
  ProgressCounter contents() {
    return contents;
  }

  private void storeLinks(Session s, List<PullWithReviews> found) {
    List<ItemLinks> links = found.stream().flatMap(p -> p.links().stream()).toList();
    context.changes().note(LinksStream.NAME.text(), s.links().replace(context.repo(), links));
    found.forEach(p -> s.links().read(context.repo(), p.pull().number(), p.pull().updatedAt()));
  }

  private void noteReviewers(Pull pull) {
    if (pull.reviewers() == null) {
      reviewersHidden.add(pull.number());
    }
  }

  /** These are new with this run's list: their details are no change. */
  public void listedNew(Collection<Long> numbers) {
    listedNew.addAll(numbers);
  }

  private void count(RowChanges written) {
    RowChanges changed =
        new RowChanges(
            written.created(),
            written.updated().stream().filter(number -> !listedNew.contains(number)).toList(),
            written.deleted());
    context.changes().note(PullsStream.NAME.text(), changed);
    pulls.add(0, changed.counts());
  }

  private void replaceReviews(Session s, long number, List<Review> all) {
    RowChanges written = s.replace(Reviews.TABLE, context.repo(), number, all, context.now());
    s.pulls().reviewsStored(context.repo(), List.of(number));
    context.changes().note(ReviewsStream.NAME.text(), written);
    reviews.add(all.size(), written.counts());
  }

  private Optional<PhaseOutcome> byRest(GitHub via, List<Long> numbers) {
    for (long number : numbers) {
      Optional<PhaseOutcome> cut = byRest(via, number);
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  private Optional<PhaseOutcome> byRest(GitHub via, long number) {
    Single detail = detailByRest(via, number);
    return detail.isHere() && withReviews ? reviewsByRest(via, number) : detail.cut();
  }

  /**
   * The result of one request.
   *
   * @param cut the outcome of the phase if it cannot continue
   */
  private record Single(boolean isHere, Optional<PhaseOutcome> cut) {}

  private Single detailByRest(GitHub via, long number) {
    Fetched<PullDetail> fetched = via.fetch(context.endpoints().pull(number));
    if (fetched instanceof Fetched.Page<PullDetail> page) {
      withoutDetails.read(number);
      context.store().write(s -> store(s, page.value()));
      return new Single(true, Optional.empty());
    }
    if (fetched instanceof Fetched.NotAvailable<PullDetail> answer && answer.status() != 422) {
      // The check for deletions finds out whether it is deleted or hidden.
      withoutDetails.gone(number);
      return new Single(false, Optional.empty());
    }
    return new Single(false, passOver(withoutDetails, number, fetched, "GitHub does not show it"));
  }

  private void store(Session s, PullDetail detail) {
    PullsStream.issuesOf(context, s, List.of(detail));
    count(s.pulls().upsertDetailed(context.repo(), List.of(detail.pull()), true));
  }

  /** The phase ends only with what is no matter of this one. */
  private Optional<PhaseOutcome> passOver(
      PassedOver over, long number, Fetched<?> fetched, String absent) {
    PhaseOutcome end = PhaseOutcome.of(fetched, pulls.counts(), absent);
    boolean forbidden = fetched instanceof Fetched.Forbidden<?> && over == withoutDetails;
    FailureCode code = forbidden ? FailureCode.FORBIDDEN : FailureCode.BAD_RESPONSE;
    Failure failure = end.failure().orElseGet(() -> Failure.of(code, end.reason().orElse(absent)));
    return over.add(number, failure) ? Optional.empty() : Optional.of(end);
  }

  private Optional<PhaseOutcome> reviewsByRest(GitHub via, long number) {
    Fetched<List<Review>> reviews =
        StableList.fetchAll(via, context.endpoints().reviews(number), Review::id);
    if (reviews instanceof Fetched.Page<List<Review>> all) {
      withoutReviews.read(number);
      context.store().write(s -> replaceReviews(s, number, all.value()));
      return Optional.empty();
    }
    return passOver(
        withoutReviews, number, reviews, "GitHub shows the pull request and not its reviews");
  }
}
