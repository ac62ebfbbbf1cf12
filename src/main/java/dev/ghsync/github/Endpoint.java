package dev.ghsync.github;

import dev.ghsync.github.json.BodyReader;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An address of the API with its media type and the reader of its responses: a value, made by
 * {@link Endpoints}.
 *
 * @param <T> the type of a body that was read
 */
public final class Endpoint<T> {
  /** The properties of an endpoint that change how it is fetched. */
  enum Trait {
    /** A list in pages. */
    LIST,
    /** Sent once, as it is: the caller has another way. */
    ONCE,
    /** One item of the repository, or a list under one: a redirect may mean that it has moved. */
    ITEM,
    /** Neither charged nor counted. */
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

  /** Returns the exact absolute address, which is the key of validators. */
  public String url() {
    return url;
  }

  public String accept() {
    return accept;
  }

  /**
   * Returns the same list at another address, such as a page that was stored. An address of another
   * origin than the API's is refused when it is fetched.
   */
  public Endpoint<T> at(String otherUrl) {
    return new Endpoint<>(otherUrl, accept, reader, traits, repoId);
  }

  /** Returns the same page, sent once: without smaller pages and without passing over items. */
  public Endpoint<T> once() {
    Set<Trait> other = is(Trait.ITEM) ? Set.of(Trait.ITEM, Trait.ONCE) : Set.of(Trait.ONCE);
    return new Endpoint<>(url, accept, reader, other, repoId);
  }

  /** Returns the same list at a path of the repository: {@code /labels?per_page=1&page=3}. */
  public Endpoint<T> within(String page) {
    String own = ApiUrls.withinRepository(url);
    return at(url.substring(0, url.length() - own.length()) + page);
  }

  /** Returns the page of full size that holds the first item of this one. */
  public Endpoint<T> wholePage() {
    PageAddress page = PageAddress.of(url);
    return page.offset().isEmpty()
        ? this
        : at(page.at(page.offset().getAsInt(), PageSizes.ALL.get(0)));
  }

  /** Returns the page of the same size so many items further. */
  public Endpoint<T> further(int items) {
    PageAddress page = PageAddress.of(url);
    return page.offset().isEmpty()
        ? this
        : at(page.at(page.offset().getAsInt() + items, page.size()));
  }

  /** Returns the same place in pages of another size. */
  public Endpoint<T> perPage(int size) {
    return at(PageAddress.of(url).inSize(size));
  }

  /**
   * Returns the same list by creation, the newest first, where it is by update, the oldest first.
   */
  public Endpoint<T> newestFirst() {
    return at(
        url.replace("sort=updated", "sort=created").replace("direction=asc", "direction=desc"));
  }

  /** Returns path and query within the repository. */
  public String pageWithin() {
    return ApiUrls.withinRepository(url);
  }

  BodyReader<T> reader() {
    return reader;
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** Returns GitHub's id of the repository, if {@link Endpoints#knownAs} was given it. */
  OptionalLong repoId() {
    return repoId;
  }

  @Override
  public String toString() {
    return url;
  }
}
