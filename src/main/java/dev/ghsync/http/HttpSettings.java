package dev.ghsync.http;

import dev.ghsync.model.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How to reach a server.
 *
 * @param url the address of the API or of a repository
 * @param token sent to the origin of the address only
 * @param userAgent the program: {@code ghsync/1.0}
 * @param timeout a request that receives no byte for this long fails
 * @param deadline no request starts after it
 */
public record HttpSettings(
    URI url,
    Optional<TokenSource> token,
    String userAgent,
    Duration timeout,
    Optional<Instant> deadline,
    Sleeper sleeper,
    InstantSource clock) {

  /** Returns settings with a timeout of a minute and without a deadline. */
  public static HttpSettings of(URI url, Optional<? extends TokenSource> token, String userAgent) {
    return new HttpSettings(
        url,
        token.map(source -> source),
        userAgent,
        Duration.ofSeconds(60),
        Optional.empty(),
        Sleeper.THREAD,
        InstantSource.system());
  }

  public HttpSettings withUrl(URI other) {
    return new HttpSettings(other, token, userAgent, timeout, deadline, sleeper, clock);
  }

  public HttpSettings withToken(Optional<TokenSource> other) {
    return new HttpSettings(url, other, userAgent, timeout, deadline, sleeper, clock);
  }

  public HttpSettings withTimeout(Duration other) {
    return new HttpSettings(url, token, userAgent, other, deadline, sleeper, clock);
  }

  public HttpSettings withDeadline(Optional<Instant> other) {
    return new HttpSettings(url, token, userAgent, timeout, other, sleeper, clock);
  }

  public HttpSettings withTime(Sleeper otherSleeper, InstantSource otherClock) {
    return new HttpSettings(url, token, userAgent, timeout, deadline, otherSleeper, otherClock);
  }
}
