package dev.ghsync.sync.verify;

import dev.ghsync.model.item.Reacted;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the numbers of reactions that the lists of REST show with the numbers of stored ones. To
 * compare each reaction by REST would need a request for each item. REST shows no numbers for
 * reviews and discussions.
 */
final class ReactionNumbers {
  private final VerifyContext context;
  private final Findings findings;

  /** A list may show an item twice. */
  private final Set<String> differing = new HashSet<>();

  ReactionNumbers(VerifyContext context, StreamName name) {
    this.context = context;
    this.findings = new Findings(name);
    findings.note("by their numbers, without those to reviews and discussions");
  }

  Verification.Stream run() {
    new ReactionLists(context, findings).read(this::compare);
    return findings.stream();
  }

  private void compare(Kind kind, List<Reacted> items) {
    List<Long> ids = items.stream().map(Reacted::id).toList();
    Map<Long, List<Long>> stored =
        context.comparison().read(s -> s.reactionRows().listIds(context.repo(), kind, ids));
    items.forEach(item -> compare(kind, item, stored.getOrDefault(item.id(), List.of()).size()));
    findings.compared(items.size());
  }

  private void compare(Kind kind, Reacted item, long stored) {
    String name = "%s %d".formatted(kind.text().replace('_', ' '), item.id());
    if (stored != item.reactions() && differing.add(name)) {
      findings.differs("%s: %d reactions, GitHub has %d".formatted(name, stored, item.reactions()));
    }
  }
}
