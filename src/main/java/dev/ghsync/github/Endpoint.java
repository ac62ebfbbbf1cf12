package dev.ghsync.github;

import dev.ghsync.github.json.BodyReader;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An address, how it is asked and how its answer is read: a value. {@link Endpoints} makes them.
 *
 * @param <T> what the answer's body becomes
 */
public final class Endpoint<T> {
  /** What the client must know of an endpoint beyond its address. */
  enum Trait {
    /** A list that comes in pages. */
    LIST,
    /** Tried once, as it is: the caller has another way. */
    ONCE,
    /** One item of the repository, or a list under one: a redirect may mean that it has moved. */
    ITEM,
    /** Costs nothing and is not counted. */
    FREE
  }

  private final String url;
  private final String accept;
  private final BodyReader<T> reader;
  private final Set<Trait> traits;
  private final OptionalLong repoId;

  Endpoint(
      String url, String accept, BodyReader<T> reader, Set<Trait> traits, OptionalLong repoId) {
    this.url = url;
    this.accept = accept;
    this.reader = reader;
    this.traits = Set.copyOf(traits);
    this.repoId = repoId;
  }

  /** Absolute and exact: the key of validators. */
  public String url() {
    return url;
  }

  public String accept() {
    return accept;
  }

  /**
   * The same reading at another address: a page that was remembered. An address of another origin
   * than the API's is refused when it is fetched.
   */
  public Endpoint<T> at(String otherUrl) {
    return new Endpoint<>(otherUrl, accept, reader, traits, repoId);
  }

  /** The same page as it is, tried once: without smaller pages and without going around items. */
  public Endpoint<T> once() {
    Set<Trait> other = is(Trait.ITEM) ? Set.of(Trait.ITEM, Trait.ONCE) : Set.of(Trait.ONCE);
    return new Endpoint<>(url, accept, reader, other, repoId);
  }

  /** The same reading at an address within the repository: {@code /labels?per_page=1&page=3}. */
  public Endpoint<T> within(String page) {
    String own = Urls.withinRepository(url);
    return at(url.substring(0, url.length() - own.length()) + page);
  }

  /** The page of full size that holds the first item of this one. */
  public Endpoint<T> wholePage() {
    PageAddress page = PageAddress.of(url);
    return page.offset().isEmpty()
        ? this
        : at(page.at(page.offset().getAsInt(), PageSizes.ALL.get(0)));
  }

  /** The page of the same size so many items further. */
  public Endpoint<T> further(int items) {
    PageAddress page = PageAddress.of(url);
    return page.offset().isEmpty()
        ? this
        : at(page.at(page.offset().getAsInt() + items, page.size()));
  }

  /** Path and query within the repository. */
  public String pageWithin() {
    return Urls.withinRepository(url);
  }

  BodyReader<T> reader() {
    return reader;
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** GitHub's id of the repository, where {@link Endpoints#knownAs} has told it. */
  OptionalLong repoId() {
    return repoId;
  }

  @Override
  public String toString() {
    return url;
  }
}
