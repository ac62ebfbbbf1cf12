package dev.ghsync.sync.stream;

import dev.ghsync.github.json.PullDetail;
import dev.ghsync.model.Counts;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Pull;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.verify.PullComparison;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pull requests, and with them their reviews, commits and files. */
public final class PullsStream implements Stream {
  public static final StreamName NAME = new StreamName("pulls");

  static final String SWITCHED_OFF = "pull requests are switched off in this repository";

  private static final int PAGE = 100;
  private static final int PULLS_A_QUERY = 50;

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "details of pull requests";
  }

  /** Issues and review comments show pull requests that have changed. */
  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME, ReviewCommentsStream.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        new Step(new PullList(context, details).phase(), after()),
        ReviewsStream.step(new Reviews(context, details)),
        PullFilesStream.step(context, details, Optional.empty()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case PULL, REVIEW, REVIEW_COMMENT -> {
        PullDetails details = new PullDetails(context);
        long number = target.number();
        yield List.of(
            new Step(new NamedPhase(name(), () -> details.run(number)), after()),
            ReviewsStream.step(new NamedPhase(ReviewsStream.NAME, () -> details.reviewsOf(number))),
            PullFilesStream.step(context, details, Optional.of(number)));
      }
      default -> List.of();
    };
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        new Step(new NamedPhase(name(), () -> details.run(Counts.NONE)), after()),
        ReviewsStream.step(new Reviews(context, details)),
        PullFilesStream.step(context, details, Optional.empty()));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(new Estimate.Requests(() -> first(context), 1));
  }

  private long first(SyncContext context) {
    long pages = Estimate.pages(context, name(), context.endpoints().pulls());
    return pages + pages * PAGE / PULLS_A_QUERY;
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Pulls.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return new PullComparison(context, NAME, ReviewsStream.NAME).run();
  }

  /** The reviews of changed pull requests, most of which came with their details. */
  record Reviews(SyncContext context, PullDetails details) implements SyncPhase {
    @Override
    public StreamName name() {
      return ReviewsStream.NAME;
    }

    @Override
    public PhaseOutcome run() {
      Optional<PhaseOutcome> cut = details.restOfReviews();
      if (cut.isEmpty() && details.isListHere()) {
        context.complete(name());
      }
      return cut.orElseGet(details::endOfReviews);
    }
  }

  /** Returns one pull request with its issue, for a token that may not read issues. */
  static SingleItem<PullDetail> item(SyncContext context, long number) {
    return new SingleItem<>(
        context,
        NAME,
        context.endpoints().pull(number),
        (s, details) -> {
          if (s.issues().listActive(context.repo(), List.of(number)).isEmpty()) {
            s.issues().upsert(context.repo(), details.stream().map(PullDetail::issue).toList());
          }
          List<Pull> pulls = details.stream().map(PullDetail::pull).toList();
          return s.pulls().upsertDetailed(context.repo(), pulls, true);
        },
        (s, answer) ->
            s.issues().markDeleted(context.repo(), number, answer.location(), context.now()));
  }

  /** Returns the reason to report if GitHub does not show pull requests or what belongs to them. */
  static String absent(SyncContext context, String what) {
    return context.store().read(s -> s.repos().features(context.repo())).pulls()
        ? "GitHub does not show the " + what
        : SWITCHED_OFF;
  }

  /** Creates the rows of issues from pull requests if the issues cannot be read. */
  static void issuesOf(SyncContext context, Session session, List<PullDetail> details) {
    Set<Long> known =
        new HashSet<>(
            session
                .issues()
                .listRead(
                    context.repo(),
                    details.stream().map(detail -> detail.issue().number()).toList()));
    List<Issue> unknown =
        details.stream()
            .map(PullDetail::issue)
            .filter(issue -> !known.contains(issue.number()))
            .toList();
    if (!unknown.isEmpty()) {
      session.issues().upsert(context.repo(), unknown);
    }
  }
}
