package dev.ghsync.sync.verify;

import dev.ghsync.github.graphql.IssueCountsPage;
import dev.ghsync.github.graphql.IssueCountsQuery;
import dev.ghsync.github.graphql.IssueCountsQuery.Kind;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the links of all issues and pull requests with GitHub. */
public final class LinkComparison {
  private static final int ITEMS_A_QUERY = 100;

  private final VerifyContext context;
  private final Findings findings;
  private final Instant from;

  public LinkComparison(VerifyContext context, StreamName name) {
    this.context = context;
    this.findings = new Findings(name);
    this.from = context.depth(name).orElse(Instant.MIN);
  }

  /** Compares all. It may be called once. */
  public Verification.Stream run() {
    for (Kind kind : Kind.values()) {
      boolean isOff = (kind == Kind.ISSUES ? context.issuesOff() : context.pullsOff()).isPresent();
      if (!isOff && findings.failure().isEmpty()) {
        compare(kind);
      }
    }
    return findings.stream();
  }

  private void compare(Kind kind) {
    Optional<String> place = Optional.empty();
    do {
      IssueCountsQuery query = new IssueCountsQuery(kind, place, true);
      Optional<IssueCountsPage> page =
          orNote(context.github().issueCounts(context.repository().fullName(), query));
      page.ifPresent(some -> compare(kind, some));
      place = page.flatMap(IssueCountsPage::next);
    } while (place.isPresent() && findings.failure().isEmpty());
  }

  private <T> Optional<T> orNote(Result<T> result) {
    return result.fold(
        Optional::of,
        failure -> {
          findings.notCompared(failure);
          return Optional.empty();
        });
  }

  private void compare(Kind kind, IssueCountsPage page) {
    List<ItemLinks> whole = new ArrayList<>();
    Map<Long, Boolean> others = new HashMap<>();
    for (IssueCountsPage.Entry entry : page.entries()) {
      ItemLinks links = entry.links().orElseThrow();
      if (entry.updatedAt().isBefore(from)) {
        continue;
      }
      if (links.isWhole()) {
        whole.add(links);
      } else {
        others.put(entry.number(), kind == Kind.PULLS);
      }
    }
    whole.addAll(fetch(others));
    findings.compared(whole.stream().mapToLong(LinkComparison::count).sum());
    context
        .comparison()
        .read(s -> s.links().listDiffering(context.repo(), whole))
        .forEach(
            links ->
                findings.differs(
                    "%s %d: links differ"
                        .formatted(kind == Kind.PULLS ? "pull request" : "issue", links.number())));
  }

  private static long count(ItemLinks links) {
    return (long) links.references().size() + links.closing().size();
  }

  private List<ItemLinks> fetch(Map<Long, Boolean> items) {
    List<ItemLinks> links = new ArrayList<>();
    List<Long> numbers = List.copyOf(items.keySet());
    for (List<Long> some : Batches.of(numbers, ITEMS_A_QUERY)) {
      Map<Long, Boolean> batch = new HashMap<>(items);
      batch.keySet().retainAll(some);
      orNote(context.github().links(context.repository().fullName(), batch))
          .ifPresent(found -> found.values().forEach(one -> one.ifPresent(links::add)));
    }
    if (links.size() < numbers.size()) {
      findings.notCompared(
          Failure.of(FailureCode.BAD_RESPONSE, "GitHub does not deliver the links of all issues"));
    }
    return links;
  }
}
