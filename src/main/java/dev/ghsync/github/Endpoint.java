package dev.ghsync.github;

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
    /** Walked by key from page one: page one may also be asked for in a smaller size. */
    KEY_WALK,
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
