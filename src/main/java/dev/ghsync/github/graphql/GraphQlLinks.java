package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.CrossReference;
import dev.ghsync.model.item.ItemLinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The links of issues and pull requests, many in one query. */
final class GraphQlLinks {
  private static final int PAGE = 100;

  private final ItemBatches batches;

  /** The links that were read so far, from the first page of their item on. */
  private final Map<Long, Optional<ItemLinks>> found = new HashMap<>();

  private List<Want> further = new ArrayList<>();

  GraphQlLinks(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.batches =
        new ItemBatches(
            (query, divisible) -> graphql.sendAbout("issues", repo, query, divisible, listener),
            "the links of issues of " + repo);
  }

  /**
   * An issue or pull request.
   *
   * @param references the cursor of further mentions
   * @param closing the cursor of further issues that it closes
   */
  private record Want(
      long number, boolean isPull, Optional<String> references, Optional<String> closing) {
    boolean isFirst() {
      return references.isEmpty() && closing.isEmpty();
    }

    String alias() {
      return "i" + number;
    }

    String text() {
      String mentions =
          isFirst() || references.isPresent() ? LinkFields.references(PAGE, references) : "";
      String closes =
          isPull && (isFirst() || closing.isPresent()) ? LinkFields.closing(PAGE, closing) : "";
      return "    %s: %s(number: %s) { %s %s }\n"
          .formatted(alias(), isPull ? "pullRequest" : "issue", number, mentions, closes);
    }
  }

  /**
   * Fetches the links of some items.
   *
   * @param items by number, whether each is a pull request
   * @return empty for an item that the token is not shown; one that GitHub cannot deliver is left
   *     out
   */
  Result<Map<Long, Optional<ItemLinks>>> fetch(Map<Long, Boolean> items) {
    List<Want> wants = new ArrayList<>();
    items.forEach(
        (number, isPull) ->
            wants.add(new Want(number, isPull, Optional.empty(), Optional.empty())));
    Result<Boolean> done = send(wants);
    while (done instanceof Result.Ok<Boolean> && !further.isEmpty()) {
      List<Want> pages = further;
      further = new ArrayList<>();
      done = send(pages);
    }
    // An item is not whole where a further page could not be delivered.
    found.values().removeIf(links -> links.isPresent() && !links.get().isWhole());
    return done.map(ok -> found);
  }

  private Result<Boolean> send(List<Want> wants) {
    return batches.each(wants, GraphQlLinks::text, want -> Optional.empty(), this::take);
  }

  private static String text(List<Want> wants, Set<String> omitted) {
    StringBuilder fields = new StringBuilder();
    wants.forEach(want -> fields.append(want.text()));
    boolean mentions = wants.stream().anyMatch(want -> want.closing().isEmpty());
    return GraphQl.query(fields) + (mentions ? LinkFields.definitions(omitted) : "");
  }

  private void take(Want want, Json repository) {
    Json item = repository.objectOrNull(want.alias());
    if (item == null) {
      found.put(want.number(), Optional.empty());
      return;
    }
    ItemLinks page = LinkFields.read(item, want.number());
    ItemLinks before = found.getOrDefault(want.number(), Optional.empty()).orElse(page);
    Optional<String> references = LinkFields.nextReferences(item);
    Optional<String> closing = LinkFields.nextClosing(item);
    if (!want.isFirst() && references.equals(want.references()) && closing.equals(want.closing())) {
      throw new MalformedBody("its next page is the page itself");
    }
    references.ifPresent(
        after -> further.add(new Want(want.number(), want.isPull(), references, Optional.empty())));
    closing.ifPresent(
        after -> further.add(new Want(want.number(), want.isPull(), Optional.empty(), closing)));
    boolean isLast = further.stream().noneMatch(other -> other.number() == want.number());
    found.put(want.number(), Optional.of(merged(before, page, isLast)));
  }

  private static ItemLinks merged(ItemLinks before, ItemLinks page, boolean isWhole) {
    Map<ItemLinks.IssueName, CrossReference> references = new HashMap<>();
    for (ItemLinks part : List.of(before, page)) {
      part.references()
          .forEach(
              r ->
                  references.putIfAbsent(
                      new ItemLinks.IssueName(r.sourceRepo(), r.sourceNumber()), r));
    }
    Set<ItemLinks.IssueName> closing = new LinkedHashSet<>(before.closing());
    closing.addAll(page.closing());
    return new ItemLinks(
        page.number(), List.copyOf(references.values()), List.copyOf(closing), isWhole);
  }
}
