package dev.ghsync.sync.fleet;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.OwnerEndpoints;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.Result;
import dev.ghsync.model.Validator;
import dev.ghsync.model.item.ListedRepo;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.RepoLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists the repositories of owners and installations, as far as the token may see them. Pages are
 * stored with their ETags, so that an unchanged list is not charged again.
 *
 * @param store empty: every page is read again
 * @param keeps whether the pages may be stored
 */
public record RepoListing(
    GitHub github, OwnerEndpoints endpoints, Host host, Optional<Store> store, boolean keeps) {
  /** A list that GitHub does not have. */
  private static final int NOT_FOUND = 404;

  /** A list, or the status of the answer that there is none. */
  private record Listed(List<ListedRepo> repos, int status) {}

  /**
   * Lists what an organization or a user owns.
   *
   * @return {@code NOT_FOUND} if there is no such account
   */
  public Result<List<ListedRepo>> ofOwner(String owner) {
    boolean isUser = !stored("users/" + owner).isEmpty();
    return isUser ? ofUser(owner) : ofOrganization(owner);
  }

  private Result<List<ListedRepo>> ofOrganization(String owner) {
    return list("orgs/" + owner, endpoints.ofOrganization(owner))
        .flatMap(found -> found.status() == NOT_FOUND ? ofUser(owner) : Result.ok(found.repos()));
  }

  private Result<List<ListedRepo>> ofUser(String owner) {
    return list("users/" + owner, endpoints.ofUser(owner))
        .flatMap(
            found ->
                found.status() == NOT_FOUND
                    ? Result.failed(
                        FailureCode.NOT_FOUND, "GitHub has no user or organization " + owner)
                    : withPrivate(owner, found.repos()));
  }

  /** Adds the private repositories of a user; tokens of an App have no such list. */
  private Result<List<ListedRepo>> withPrivate(String owner, List<ListedRepo> shown) {
    return list("user", endpoints.ofTokenOwner())
        .map(
            found -> {
              List<ListedRepo> all = new ArrayList<>(shown);
              found.repos().stream()
                  .filter(repo -> repo.name().owner().equalsIgnoreCase(owner))
                  .forEach(all::add);
              return all;
            });
  }

  /** Lists what the installation of the token may read. */
  public Result<List<ListedRepo>> ofInstallation(String id) {
    return list("installation/" + id, endpoints.ofInstallation())
        .flatMap(
            found ->
                found.status() == 0
                    ? Result.ok(found.repos())
                    : Result.failed(
                        FailureCode.FORBIDDEN,
                        "%s is not of an App's installation; store the App's key with 'ghsync auth login --app-id'"
                            .formatted(github.tokenName())));
  }

  private List<RepoLists.Page> stored(String list) {
    return store.map(s -> s.read(db -> db.repoLists().list(host, key(list)))).orElse(List.of());
  }

  private static String key(String list) {
    return list.toLowerCase(Locale.ROOT);
  }

  private Result<Listed> list(String name, Endpoint<List<ListedRepo>> first) {
    List<RepoLists.Page> before = stored(name);
    List<RepoLists.Page> pages = new ArrayList<>();
    List<ListedRepo> repos = new ArrayList<>();
    Optional<Endpoint<List<ListedRepo>>> next = Optional.of(first);
    for (int number = 0; next.isPresent(); number++) {
      Endpoint<List<ListedRepo>> page = next.get();
      Optional<RepoLists.Page> known =
          number < before.size() ? Optional.of(before.get(number)) : Optional.empty();
      Fetched<List<ListedRepo>> fetched = github.fetch(page, known.map(RepoLists.Page::validator));
      if (fetched instanceof Fetched.Page<List<ListedRepo>> read) {
        repos.addAll(read.value());
        next = read.next();
        Optional<String> url = next.map(Endpoint::url);
        read.validator().ifPresent(v -> pages.add(page(v, url, read.value())));
      } else if (fetched instanceof Fetched.NotModified<List<ListedRepo>>) {
        RepoLists.Page same = known.orElseThrow();
        repos.addAll(same.repos());
        pages.add(same);
        next = same.nextUrl().map(page::at);
      } else if (fetched instanceof Fetched.Stopped<List<ListedRepo>> stopped) {
        return Result.failed(stopped.failure());
      } else {
        return Result.ok(new Listed(List.of(), status(fetched)));
      }
    }
    if (keeps && !pages.equals(before)) {
      store.ifPresent(s -> s.write(db -> db.repoLists().replace(host, key(name), pages)));
    }
    return Result.ok(new Listed(repos, 0));
  }

  private static RepoLists.Page page(
      Validator validator, Optional<String> next, List<ListedRepo> repos) {
    return new RepoLists.Page(validator, next, repos);
  }

  private static int status(Fetched<List<ListedRepo>> answer) {
    return answer instanceof Fetched.NotAvailable<List<ListedRepo>> none ? none.status() : 403;
  }
}
