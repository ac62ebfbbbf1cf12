package dev.ghsync.github;

import dev.ghsync.model.Exchange;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's GraphQL. It may be refused to a token, switched off, or older than ours: then that is
 * remembered and nothing more is asked, since REST tells the same. Fields that only newer schemas
 * have are left out where they are not known.
 */
final class GraphQl {
  private static final int STUMBLES = 3;

  private final HttpUrl url;
  private final Patience patience;
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final AtomicInteger stumbles = new AtomicInteger();
  private volatile @Nullable Failure refused;

  GraphQl(URI apiUrl, Patience patience) {
    this.url = HttpUrl.get(Urls.graphql(apiUrl));
    this.patience = patience;
  }

  boolean isRefused() {
    return refused != null;
  }

  /** Fields and types that this GitHub's schema has not. */
  Set<String> unknown() {
    return Set.copyOf(unknown);
  }

  /** What an earlier connection found the schema to lack need not be found out again. */
  void doWithout(Set<String> names) {
    unknown.addAll(names);
  }

  /**
   * Asks a query about a repository.
   *
   * @param query made for the schema: it is given the fields and types to do without
   * @param divisible as in {@link GraphQlQuestion}
   */
  Answer<GraphQlReply> ask(
      RepoName repo,
      Function<Set<String>, String> query,
      boolean divisible,
      Consumer<Exchange> listener) {
    while (true) {
      Failure closed = refused;
      if (closed != null) {
        return new Answer.Refused<>(closed);
      }
      Set<String> without = unknown();
      GraphQlQuestion question =
          new GraphQlQuestion(url, repo, query.apply(without), divisible, stumbles.get() > 0);
      Answer<GraphQlReply> answer = patience.ask(question, false, listener);
      if (answer instanceof Answer.Got<GraphQlReply> got && isOfOtherSchema(got.value(), without)) {
        unknown.addAll(got.value().unknown());
      } else {
        return judge(answer, divisible);
      }
    }
  }

  /** It asked for what is not known here, and may be asked without it. */
  private static boolean isOfOtherSchema(GraphQlReply reply, Set<String> without) {
    return !without.containsAll(reply.unknown());
  }

  private Answer<GraphQlReply> judge(Answer<GraphQlReply> answer, boolean divisible) {
    if (answer instanceof Answer.Moved<?>) {
      return refuse("it has moved");
    }
    if (answer instanceof Answer.Got<GraphQlReply> got) {
      stumbles.set(0);
      GraphQlReply reply = got.value();
      return reply.repository().isPresent() ? answer : refuse(reply.whyNothing());
    }
    boolean halvesMayDo =
        divisible && answer.why().stream().noneMatch(why -> why.code() == FailureCode.NETWORK);
    boolean stumbled = answer.isTooHeavy() && !halvesMayDo;
    return stumbled && stumbles.incrementAndGet() >= STUMBLES
        ? refuse("it does not answer even small queries")
        : answer;
  }

  private Answer<GraphQlReply> refuse(String why) {
    Failure failure = Failure.of(FailureCode.FORBIDDEN, "GraphQL cannot be asked here: " + why);
    refused = failure;
    return new Answer.Refused<>(failure);
  }
}
