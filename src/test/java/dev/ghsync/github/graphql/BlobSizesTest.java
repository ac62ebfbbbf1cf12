package dev.ghsync.github.graphql;

import static dev.ghsync.github.FakeHub.REPO;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlobSizesTest {
  private static final ObjectId A = new ObjectId("a".repeat(40));
  private static final ObjectId B = new ObjectId("b".repeat(40));
  private static final ObjectId C = new ObjectId("c".repeat(40));

  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void oneQueryShowsTheSizesOfManyBlobs() {
    hub.answer(
        json(
            """
            {"data":{"repository":{"b0":{"byteSize":7},"b1":null,"b2":{}}}}
            """));

    assertThat(sizes(A, B, C)).isEqualTo(Map.of(A, 7L));
    assertThat(hub.requests()).isEqualTo(1);
    assertThat(hub.asked().getBody().utf8())
        .contains("b0: object(oid: \\\"" + A + "\\\") { ... on Blob { byteSize } }")
        .contains("b2: object(oid: \\\"" + C);
  }

  @Test
  void aQueryThatIsTooMuchIsHalvedAndABlobThatFailsAloneIsLeftOut() {
    hub.answer(
        status(502),
        json("{\"data\":{\"repository\":{\"b0\":{\"byteSize\":1}}}}"),
        status(502),
        json("{\"data\":{\"repository\":{\"b0\":{\"byteSize\":2}}}}"),
        status(502),
        status(502),
        status(502),
        status(502),
        status(502),
        status(502));

    assertThat(sizes(A, B, C)).isEqualTo(Map.of(A, 1L, B, 2L));
  }

  @Test
  void aServerWhoseSchemaHasNoSizesShowsNone() {
    hub.answer(
        json(
            """
            {"errors":[{"message":"Field 'byteSize' doesn't exist on type 'Blob'",
              "extensions":{"code":"undefinedField","fieldName":"byteSize"}}]}
            """),
        json("{\"data\":{\"repository\":{\"id\":\"R\"}}}"));
    GitHub github = hub.connect();

    assertThat(ok(github.blobSizes(REPO, List.of(A)))).isEmpty();
    assertThat(ok(github.blobSizes(REPO, List.of(B)))).isEmpty();
    assertThat(hub.requests()).as("no further query").isEqualTo(2);
  }

  @Test
  void aTokenThatMayNotUseGraphQlIsRefusedOnce() {
    hub.answer(status(403));
    GitHub github = hub.connect();

    assertThat(github.blobSizes(REPO, List.of(A)))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo(FailureCode.FORBIDDEN));
    assertThat(github.graphqlRefused()).isTrue();
  }

  private Map<ObjectId, Long> sizes(ObjectId... blobs) {
    return ok(hub.connect().blobSizes(REPO, List.of(blobs)));
  }

  private static Map<ObjectId, Long> ok(Result<Map<ObjectId, Long>> result) {
    return result.fold(
        sizes -> sizes,
        failure -> {
          throw new AssertionError(failure.message());
        });
  }
}
