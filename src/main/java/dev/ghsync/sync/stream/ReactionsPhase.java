package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.store.table.Reactions.Subject;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the reactions to items whose numbers of reactions differ from those with which they were
 * read. A reaction is no change of its item. So the numbers change here when the item is read for
 * another reason, or in the check that reads all of them again.
 */
final class ReactionsPhase implements SyncPhase {
  private static final int AT_ONCE = 1_000;
  private static final int FIRST_PART_OF_GRAPHQL = 10;

  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final ReactionReader reader;
  private final boolean all;

  /**
   * Creates the phase.
   *
   * @param all whether the numbers are read again first
   */
  ReactionsPhase(SyncContext context, boolean all) {
    this.context = context;
    this.github = context.github(ReactionsStream.NAME);
    this.progress = new ProgressCounter(context.listener(), ReactionsStream.NAME);
    this.reader = new ReactionReader(context, progress);
    this.all = all;
  }

  @Override
  public StreamName name() {
    return ReactionsStream.NAME;
  }

  @Override
  public PhaseOutcome run() {
    if (context.settings().full() && !all) {
      context.store().write(s -> s.reactions().allDue(context.repo()));
    }
    Optional<PhaseOutcome> cut =
        all ? new ReactionCounts(context, progress).readAgain() : Optional.empty();
    for (Kind kind : ReactionsStream.BY_REST) {
      cut = cut.or(() -> reader.byRest(kind));
    }
    return cut.or(this::byGraphql).orElseGet(this::finish);
  }

  private Optional<PhaseOutcome> byGraphql() {
    return github.graphqlRefused() ? Optional.empty() : discussions().or(this::reviews);
  }

  private Optional<PhaseOutcome> discussions() {
    reader.removeThoseOfDeletedDiscussions();
    List<Subject> differing = new ArrayList<>(due(Kind.DISCUSSION));
    differing.addAll(due(Kind.DISCUSSION_COMMENT));
    List<Subject> none = differing.stream().filter(subject -> subject.counts().isEmpty()).toList();
    if (!none.isEmpty()) {
      reader.none(none);
    }
    List<Subject> due = differing.stream().filter(subject -> subject.counts().isPresent()).toList();
    Set<Long> numbers = new TreeSet<>(due.stream().map(Subject::place).toList());
    List<Long> batch = new ArrayList<>();
    for (long number : numbers) {
      batch.add(number);
      if (batch.size() == ReactionReader.DISCUSSIONS) {
        Optional<PhaseOutcome> cut = discussions(batch, due);
        if (cut.isPresent()) {
          return cut;
        }
        batch.clear();
      }
    }
    Optional<PhaseOutcome> cut = batch.isEmpty() ? Optional.empty() : discussions(batch, due);
    return cut.isPresent() || !all
        ? cut
        : sweep(
            FIRST_PART_OF_GRAPHQL,
            after ->
                context
                    .store()
                    .read(
                        s ->
                            s.reactions()
                                .listDiscussions(
                                    context.repo(), after, ReactionReader.DISCUSSIONS)),
            some -> reader.discussions(some, List.of()));
  }

  private List<Subject> due(Kind kind) {
    return context
        .store()
        .read(s -> s.reactions().listDue(context.repo(), kind, -1, AT_ONCE * AT_ONCE));
  }

  private Optional<PhaseOutcome> discussions(List<Long> numbers, List<Subject> due) {
    List<Long> some = List.copyOf(numbers);
    return reader.discussions(
        some, due.stream().filter(subject -> some.contains(subject.place())).toList());
  }

  private Optional<PhaseOutcome> reviews() {
    return sweep(
        FIRST_PART_OF_GRAPHQL + 1,
        after ->
            context
                .store()
                .read(
                    s ->
                        s.reactions()
                            .listPullsDue(context.repo(), after, all, ReactionReader.PULLS)),
        reader::reviews);
  }

  /**
   * Reads items in the order of their numbers. In a check the place is stored, so that the next run
   * continues there.
   */
  private Optional<PhaseOutcome> sweep(
      int part,
      Function<Long, List<Long>> list,
      Function<List<Long>, Optional<PhaseOutcome>> read) {
    long last = all ? place(part) : -1;
    for (List<Long> some = list.apply(last); !some.isEmpty(); some = list.apply(last)) {
      Optional<PhaseOutcome> cut = read.apply(some);
      if (cut.isPresent()) {
        return github.graphqlRefused() ? Optional.empty() : cut;
      }
      last = some.get(some.size() - 1);
      if (all) {
        savePlace(part, last);
      }
    }
    return Optional.empty();
  }

  private long place(int part) {
    return context
        .store()
        .read(s -> s.checkpoints().find(context.repo(), name().text(), part))
        .flatMap(Checkpoint::url)
        .map(Long::valueOf)
        .orElse(-1L);
  }

  private void savePlace(int part, long number) {
    Checkpoint place =
        new Checkpoint(
            part,
            Optional.empty(),
            Optional.of(String.valueOf(number)),
            Optional.empty(),
            Optional.empty(),
            false);
    context.store().write(s -> s.checkpoints().save(context.repo(), name().text(), place));
  }

  private PhaseOutcome finish() {
    context
        .store()
        .write(
            s -> {
              s.streams()
                  .complete(
                      context.repo(),
                      name().text(),
                      Optional.empty(),
                      Optional.empty(),
                      context.now());
              if (all) {
                s.checkpoints().clear(context.repo(), name().text());
                s.streams().reconciled(context.repo(), name().text(), context.now());
              }
            });
    Optional<String> note =
        github.graphqlRefused()
            ? Optional.of("GraphQL is refused; REST shows no reactions to reviews and discussions")
            : Optional.empty();
    return UnreadableNotes.outcome(context, name(), PhaseOutcome.done(progress.counts(), note));
  }
}
