package dev.ghsync.sync.verify;

import dev.ghsync.git.RemoteRef;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the refs of the wiki with those that git lists, and looks for missing objects. */
public final class WikiComparison {
  private final VerifyContext context;
  private final Findings findings;
  private final Optional<Repos.RepoRow> wiki;

  public WikiComparison(VerifyContext context, StreamName name) {
    this.context = context;
    this.findings = new Findings(name);
    this.wiki = context.comparison().read(s -> s.repos().findWiki(context.repo()));
  }

  public Verification.Stream run() {
    if (!context.repository().hasWiki()) {
      findings.note("the wiki is switched off in this repository");
      compare(List.of());
      return findings.stream();
    }
    Optional<Failure> failure =
        context
            .git()
            .wiki()
            .listRefs("refs/")
            .fold(
                listed -> {
                  compare(listed);
                  return Optional.empty();
                },
                Optional::of);
    failure.ifPresent(this::notListed);
    return findings.stream();
  }

  private void notListed(Failure failure) {
    boolean isMissing =
        failure.code() == FailureCode.REPO_NOT_FOUND
            || failure.message().contains("repository not exported");
    if (isMissing && wiki.isEmpty()) {
      findings.note("the wiki has no page yet");
    } else {
      findings.notCompared(failure);
    }
  }

  private void compare(List<RemoteRef> listed) {
    Map<String, ObjectId> stored = new HashMap<>();
    for (String kind : List.of("branch", "tag")) {
      for (Ref ref : stored(kind)) {
        stored.put(ref.name(), ref.target());
      }
    }
    for (RemoteRef ref : listed) {
      if (!ref.name().startsWith("refs/heads/") && !ref.name().startsWith("refs/tags/")) {
        continue;
      }
      findings.compared(1);
      ObjectId here = stored.remove(ref.name());
      if (here == null) {
        findings.differs(ref.name() + ": not in the database");
      } else if (!here.equals(ref.target())) {
        findings.differs(ref.name() + ": points elsewhere on GitHub");
      }
    }
    stored.keySet().stream()
        .sorted()
        .forEach(ref -> findings.differs(ref + ": not on GitHub any more"));
    wiki.ifPresent(
        row ->
            findings.add(
                new GitComparison(
                        context.github(), context.endpoints(), context.comparison(), row.id())
                    .objects(new StreamName("wiki"))));
  }

  private List<Ref> stored(String kind) {
    return wiki.map(row -> context.comparison().read(s -> s.refs().list(row.id(), kind)))
        .orElse(List.of());
  }
}
