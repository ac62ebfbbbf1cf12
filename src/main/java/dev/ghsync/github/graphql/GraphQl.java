package dev.ghsync.github.graphql;

import dev.ghsync.github.Answer;
import dev.ghsync.github.RetryPolicy;
import dev.ghsync.github.TokenNotes;
import dev.ghsync.github.Urls;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
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
 * have, and fields that need a scope which the token lacks, are left out of queries: GitHub refuses
 * a whole query for one such name in its text.
 */
public final class GraphQl {
  /** So many queries in a row without an answer end the use of GraphQL. */
  private static final int STUMBLES = 3;

  /** The same, where GraphQL has answered before: a few items may be at fault. */
  private static final int LATER_STUMBLES = 10;

  /** A server names all that it does not accept at once, or in few rounds. */
  private static final int ROUNDS = 6;

  /** What a query can do without, where a server does not name the field that needs a scope. */
  private static final Set<String> DISPENSABLE =
      Set.of("Team", "Organization", "headRepository", "reviewRequests");

  private final HttpUrl url;
  private final RetryPolicy retryPolicy;
  private final TokenNotes notes;
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Set<String> withoutScope = ConcurrentHashMap.newKeySet();
  private final AtomicInteger stumbles = new AtomicInteger();
  private volatile boolean answered;
  private volatile @Nullable Failure refused;

  public GraphQl(URI apiUrl, RetryPolicy retryPolicy, TokenNotes notes) {
    this.url = HttpUrl.get(Urls.graphql(apiUrl));
    this.retryPolicy = retryPolicy;
    this.notes = notes;
  }

  public boolean isRefused() {
    return refused != null;
  }

  /** What was found out, or told by {@link #omitFields}. */
  public UnsupportedFields lacks() {
    return new UnsupportedFields(unknown, withoutScope);
  }

  /** What an earlier connection found out need not be found out again. */
  public void omitFields(UnsupportedFields lacks) {
    unknown.addAll(lacks.schema());
    withoutScope.addAll(lacks.token());
  }

  /** Fields and types that a query must not name. */
  Set<String> unknown() {
    Set<String> all = new HashSet<>(unknown);
    all.addAll(withoutScope);
    if (!notes.mayReadTeams()) {
      all.add("Team");
    }
    return Set.copyOf(all);
  }

  /**
   * Asks a query about a repository.
   *
   * @param query made for the schema and the token: it is given the fields and types to do without
   * @param divisible as in {@link GraphQlRequest}
   */
  Answer<GraphQlReply> ask(
      RepoName repo,
      Function<Set<String>, String> query,
      boolean divisible,
      Consumer<ApiCall> listener) {
    for (int round = 1; ; round++) {
      Failure closed = refused;
      if (closed != null) {
        return new Answer.Rejected<>(closed);
      }
      Set<String> without = unknown();
      GraphQlRequest question =
          new GraphQlRequest(url, repo, query.apply(without), divisible, stumbles.get() > 0);
      Answer<GraphQlReply> answer = retryPolicy.ask(question, false, listener);
      boolean again =
          answer instanceof Answer.Success<GraphQlReply> got && learn(got.value(), without);
      if (!again || round == ROUNDS) {
        return judge(answer, divisible);
      }
    }
  }

  /** Whether the query may be accepted without names that it had. */
  private boolean learn(GraphQlReply reply, Set<String> without) {
    unknown.addAll(reply.unknown());
    withoutScope.addAll(reply.withoutScope());
    boolean named = isMore(reply.unknown(), without) || isMore(reply.withoutScope(), without);
    if (!named && reply.needsScope() && isMore(DISPENSABLE, without)) {
      withoutScope.addAll(DISPENSABLE);
      return true;
    }
    return named;
  }

  private static boolean isMore(Collection<String> names, Set<String> without) {
    return !without.containsAll(names);
  }

  private Answer<GraphQlReply> judge(Answer<GraphQlReply> answer, boolean divisible) {
    if (answer instanceof Answer.Redirect<?>) {
      return refuse("it has moved");
    }
    if (answer instanceof Answer.Success<GraphQlReply> got) {
      stumbles.set(0);
      GraphQlReply reply = got.value();
      answered |= reply.repository().isPresent();
      return reply.repository().isPresent() ? answer : refuse(reply.whyNothing());
    }
    boolean halvesMayDo =
        divisible && answer.why().stream().noneMatch(why -> why.code() == FailureCode.NETWORK);
    boolean stumbled = answer.isTooHeavy() && !halvesMayDo;
    return stumbled && stumbles.incrementAndGet() >= (answered ? LATER_STUMBLES : STUMBLES)
        ? refuse("it does not answer even small queries")
        : answer;
  }

  private Answer<GraphQlReply> refuse(String why) {
    Failure failure = Failure.of(FailureCode.FORBIDDEN, "GraphQL cannot be asked here: " + why);
    refused = failure;
    return new Answer.Rejected<>(failure);
  }
}
