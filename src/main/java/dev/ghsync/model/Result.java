package dev.ghsync.model;

import java.util.function.Function;

/** A value, or the expected failure that prevented it. */
public sealed interface Result<T> {
  record Ok<T>(T value) implements Result<T> {
    @Override
    public <R> R fold(Function<? super T, ? extends R> ok, Function<Failure, ? extends R> failed) {
      return ok.apply(value);
    }
  }

  record Failed<T>(Failure failure) implements Result<T> {
    @Override
    public <R> R fold(Function<? super T, ? extends R> ok, Function<Failure, ? extends R> failed) {
      return failed.apply(failure);
    }

    /** Returns the same failure as a result of another type. */
    @SuppressWarnings("unchecked")
    public <R> Result<R> cast() {
      return (Result<R>) this;
    }
  }

  <R> R fold(Function<? super T, ? extends R> ok, Function<Failure, ? extends R> failed);

  static <T> Result<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Result<T> failed(Failure failure) {
    return new Failed<>(failure);
  }

  static <T> Result<T> failed(FailureCode code, String message) {
    return new Failed<>(Failure.of(code, message));
  }

  default <R> Result<R> map(Function<? super T, ? extends R> then) {
    return flatMap(value -> ok(then.apply(value)));
  }

  default <R> Result<R> flatMap(Function<? super T, ? extends Result<R>> then) {
    if (this instanceof Failed<T> failed) {
      return failed.cast();
    }
    return then.apply(((Ok<T>) this).value());
  }
}
