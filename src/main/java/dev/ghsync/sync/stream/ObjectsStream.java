package dev.ghsync.sync.stream;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.store.Reads;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.object.ObjectsPhase;
import dev.ghsync.sync.verify.GitComparison;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Git objects: commits, trees, tags and the contents of files. */
public final class ObjectsStream implements Stream {
  @Override
  public StreamName name() {
    return ObjectsPhase.NAME;
  }

  @Override
  public String description() {
    return "commits, trees, tags and file contents";
  }

  /** The objects that the refs name are read. */
  @Override
  public Set<StreamName> after() {
    return Set.of(RefsStream.NAME);
  }

  /** A ref may move meanwhile: then the refs are listed again. */
  @Override
  public List<Step> steps(SyncContext context) {
    RefsPhase refs = RefsPhase.during(name(), context);
    return List.of(new Step(new ObjectsPhase(context, refs), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case BRANCHES, TAGS -> steps(context);
      default -> List.of();
    };
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    boolean wasRead = context.wasRead(name());
    SyncSettings.Objects objects = context.settings().objects();
    if (objects.source() == ObjectsMode.REST) {
      return wasRead
          ? text("would fetch the objects of new commits")
          : text("would send a request for 100 commits, for each tree and for each file");
    }
    String git = "would send at most 3 git requests, outside of the limit";
    return text(objects.content() == CommitScope.NONE ? git : git + sizes(context, wasRead));
  }

  /** Says what the sizes of left-out files cost; before a first sync, those of one branch. */
  private String sizes(SyncContext context, boolean wasRead) {
    long atOnce = ObjectsPhase.SIZES_IN_ONE_REQUEST;
    String each =
        ", and one request for every %d new files above --max-blob-size".formatted(atOnce);
    long large = wasRead ? 0 : largeFiles(context);
    return large == 0
        ? each
        : each + String.format(Locale.ROOT, "; the default branch has %,d of them", large);
  }

  /** Counts the files of the default branch that are too large. */
  private long largeFiles(SyncContext context) {
    long largest = context.settings().objects().maxBlobSize();
    return context.github(name()).fetch(context.endpoints().headTree())
            instanceof Fetched.Page<TreeListing> page
        ? page.value().items().stream()
            .filter(item -> item.size().orElse(0) > largest)
            .map(TreeListing.Item::id)
            .distinct()
            .count()
        : 0;
  }

  private static Optional<Estimate> text(String text) {
    return Optional.of(new Estimate.Text(text));
  }

  /** Counts the commits. */
  @Override
  public long count(Reads s, long repo) {
    return s.commits().count(repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(GitComparison.of(context).objects(name()).stream());
  }

  @Override
  public boolean comparesByRequests() {
    return false;
  }
}
