package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.objects.Reachability;
import dev.ghsync.store.Reads;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.git.ContentSettings;
import dev.ghsync.store.git.MissingContent.Extent;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.VerifyContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the refs with GitHub's, and looks for objects that they reach and that are missing. */
public record GitComparison(GitHub github, Endpoints endpoints, Comparison comparison, long repo) {

  public static GitComparison of(VerifyContext context) {
    return new GitComparison(
        context.github(), context.endpoints(), context.comparison(), context.repo());
  }

  private static final int NOTHING_WAS_EVER_PUSHED = 409;

  public Findings refs(StreamName name) {
    Findings findings = new Findings(name);
    refs(findings, "heads", "branch");
    if (findings.failure().isEmpty()) {
      refs(findings, "tags", "tag");
    }
    comparison
        .read(s -> s.refs().listWronglyPeeled(repo))
        .forEach(ref -> findings.differs(ref + ": peeled_sha is not what its target leads to"));
    return findings;
  }

  private void refs(Findings findings, String namespace, String kind) {
    Fetched<List<Ref>> fetched = github.fetch(endpoints.refs(namespace));
    if (fetched instanceof Fetched.Page<List<Ref>> got) {
      compare(findings, kind, got.value(), got.unread());
    } else if (fetched instanceof Fetched.NotAvailable<List<Ref>> gone
        && gone.status() == NOTHING_WAS_EVER_PUSHED) {
      compare(findings, kind, List.of(), List.of());
    } else {
      findings.notCompared(fetched, "GitHub does not show the refs");
    }
  }

  private void compare(Findings findings, String kind, List<Ref> refs, List<UnreadItem> unread) {
    Map<String, Ref> stored = new HashMap<>();
    comparison.read(s -> s.refs().list(repo, kind)).forEach(ref -> stored.put(ref.name(), ref));
    for (Ref ref : refs) {
      Ref here = stored.remove(ref.name());
      if (here == null) {
        findings.differs(ref.name() + ": not in the database");
      } else if (!here.equals(ref)) {
        findings.differs(ref.name() + ": points elsewhere on GitHub");
      }
    }
    findings.compared(refs.size());
    if (!unread.isEmpty()) {
      UnreadItem first = unread.get(0);
      findings.notCompared(
          Failure.of(
              FailureCode.BAD_RESPONSE,
              "%s cannot be read: %s".formatted(first.name().orElse("a ref"), first.reason())));
      return;
    }
    stored.keySet().stream()
        .sorted()
        .forEach(ref -> findings.differs(ref + ": not on GitHub any more"));
  }

  /** Objects are named by their contents: what is here is right, and only absence can differ. */
  public Findings objects(StreamName name) {
    Findings findings = new Findings(name);
    findings.compared(comparison.read(s -> s.commits().count(repo)));
    // Counted once more from the beginning where a sync begins to write meanwhile.
    Findings missing =
        comparison.read(
            s -> {
              Findings found = new Findings(name);
              s.missing().forEach(repo, m -> found.differs(notHere(m.type(), m.id())));
              s.contentSettings()
                  .find(repo)
                  .filter(settings -> settings.content() != CommitScope.NONE)
                  .ifPresent(settings -> content(s, settings, found));
              return found;
            });
    findings.add(missing);
    return findings;
  }

  /** Reads all trees that the refs reach, within the bounds of the last sync. */
  private void content(Reads s, ContentSettings.Settings settings, Findings found) {
    List<Missing> roots =
        s.content().roots(repo, new Extent(settings.content(), Long.MAX_VALUE, false));
    Map<ObjectId, ObjectType> types = new HashMap<>();
    roots.forEach(root -> types.put(root.id(), root.type()));
    Reachability.walk(
        s,
        repo,
        types.keySet(),
        false,
        new Reachability.Visitor() {
          @Override
          public void reached(ObjectId id, ObjectType type, long row) {
            // it is stored
          }

          @Override
          public void missing(ObjectId id, ObjectType type) {
            found.differs(notHere(types.getOrDefault(id, type), id));
          }

          @Override
          public void leftOut(ObjectId id, long size) {
            if (size <= settings.maxBlobSize()) {
              found.differs(notHere(ObjectType.BLOB, id));
            }
          }
        });
  }

  private static String notHere(ObjectType type, ObjectId id) {
    return "%s %s: not in the database".formatted(type.text(), id);
  }
}
