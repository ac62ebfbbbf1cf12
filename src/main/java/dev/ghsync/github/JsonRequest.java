package dev.ghsync.github;

import dev.ghsync.github.client.ApiRequest;
import dev.ghsync.github.client.RequestExecutor;
import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.http.HttpRequest;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request that is no reading of a mirror: of an App, or of webhooks.
 *
 * @param method {@code GET}, {@code POST}, {@code PATCH} or {@code DELETE}
 * @param body JSON
 * @param refused what cannot be done, for messages: {@code the App's installation cannot be read}
 */
record JsonRequest<T>(
    String method, Url url, Optional<byte[]> body, BodyReader<T> reader, String refused)
    implements ApiRequest<Result<T>> {
  /** Sends the request; it is repeated only if it reads. */
  Result<T> send(RequestExecutor executor) {
    return send(executor, call -> {});
  }

  /** Sends the request, and reports each exchange. */
  Result<T> send(RequestExecutor executor, Consumer<ApiCall> listener) {
    Outcome<Result<T>> outcome = executor.execute(this, false, listener);
    return outcome instanceof Outcome.Success<Result<T>> success
        ? success.value()
        : Result.failed(outcome.findFailure().orElseGet(this::redirected));
  }

  private Failure redirected() {
    return Failure.of(
        FailureCode.BAD_RESPONSE, refused + ": it was redirected; use the repository's new name");
  }

  @Override
  public boolean expects(int status) {
    return status == 200 || status == 201 || status == 204;
  }

  @Override
  public ApiCall.Kind resource() {
    return ApiCall.Kind.REST;
  }

  @Override
  public HttpRequest http() {
    return HttpRequest.of(method, url, body).header("Accept", Endpoints.JSON);
  }

  @Override
  public Outcome<Result<T>> read(HttpResponse response, Body answer) throws IOException {
    return new Outcome.Success<>(Result.ok(reader.read(answer)));
  }

  @Override
  public int retries(FailureCode failure) {
    return method.equals("POST") && failure != FailureCode.BAD_CREDENTIALS
        ? 0
        : ApiRequest.super.retries(failure);
  }

  @Override
  public Result<T> forbidden(String missing) {
    return Result.failed(FailureCode.FORBIDDEN, refused + ": " + missing);
  }

  @Override
  public Result<T> notAvailable(int status, String message) {
    return Result.failed(FailureCode.NOT_FOUND, "%s (%d: %s)".formatted(refused, status, message));
  }
}
