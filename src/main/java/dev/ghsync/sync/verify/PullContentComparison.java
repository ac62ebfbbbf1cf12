package dev.ghsync.sync.verify;

import dev.ghsync.github.Fetched;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.table.PullContents;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.PullContentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares the commits and files of the stored pull requests. The stream of pull requests compares
 * which of these there are.
 */
public final class PullContentComparison {
  private static final Compared CONTENTS = Compared.of(PullContents.TABLE);

  private final VerifyContext context;
  private final PullContentSource source;
  private final Findings findings;

  public PullContentComparison(VerifyContext context, StreamName name) {
    this.context = context;
    this.source =
        new PullContentSource(
            context.github(), context.repository().fullName(), context.endpoints());
    this.findings = new Findings(name);
  }

  public Verification.Stream run() {
    List<Long> numbers = context.comparison().read(s -> s.pullContents().listPulls(context.repo()));
    for (List<Long> batch : Batches.of(numbers, PullContentSource.BATCH)) {
      if (findings.failure().isEmpty()) {
        compare(batch);
      }
    }
    return findings.stream();
  }

  private void compare(List<Long> numbers) {
    Result<Map<Long, PullContent>> result = source.byGraphql(numbers);
    if (result instanceof Result.Failed<Map<Long, PullContent>> failed
        && Verifier.endsTheRun(failed.failure())) {
      findings.notCompared(failed.failure());
      return;
    }
    Map<Long, PullContent> found = result.fold(contents -> contents, failure -> Map.of());
    List<PullContent> whole = new ArrayList<>();
    for (long number : numbers) {
      PullContent content = found.getOrDefault(number, PullContent.unread(number));
      Fetched<PullContent> fetched = source.complete(content);
      if (!(fetched instanceof Fetched.Page<PullContent> page)) {
        findings.notCompared(
            fetched, "GitHub does not show the commits and files of pull request " + number);
        return;
      }
      whole.add(page.value());
    }
    findings.add(
        context
            .comparison()
            .compare(CONTENTS, s -> s.pullContents().replace(context.repo(), whole, Map.of())));
  }
}
