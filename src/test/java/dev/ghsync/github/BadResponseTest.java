package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.item.Issue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadResponseTest {
  private static final long MIB = 1 << 20;

  private final FakeHub hub = new FakeHub();
  private final Endpoint<List<Issue>> pageTwo =
      hub.endpoints()
          .issues(Optional.empty())
          .at(hub.url("/repos/octo/hello/issues?page=2"))
          .once();

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          number      | "5"                       | [1].number is not a number
          number      | 5.5                       | [1].number is not a number
          number      | 99999999999999999999      | [1].number is not a number
          number      | null                      | [1].number is missing
          id          | {}                        | [1].id is not a number
          title       | {"value":"x"}             | [1].title is not a text
          title       | 5                         | [1].title is not a text
          locked      | "yes"                     | [1].locked is not true or false
          user        | "octo"                    | [1].user is not an object
          user        | {"login":"octo"}          | [1].user.id is missing
          user        | {"id":1,"login":[]}       | [1].user.login is not a text
          labels      | {}                        | [1].labels is not a list
          labels      | ["bug"]                   | [1].labels[0] is not an object
          labels      | [{"id":1}]                | [1].labels[0].name is missing
          milestone   | {"title":"x"}             | [1].milestone.number is missing
          updated_at  | "yesterday"               | [1].updated_at is not a time
          closed_at   | 17                        | [1].closed_at is not a text
          """)
  void anItemWithAWrongValueIsLeftOutAndNamedByItsPlace(
      String key, String value, String complaint) {
    String good = issue("");
    hub.answer(json("[" + good + "," + issue(",\"" + key + "\":" + value) + "]"));

    Fetched.Page<List<Issue>> page = fresh(hub.connect().fetch(pageTwo, Optional.empty()));

    assertThat(page.value()).extracting(Issue::number).containsExactly(5L);
    assertThat(page.unread())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.reason()).isEqualTo(complaint);
              assertThat(item.page()).isEqualTo("/issues?page=32&per_page=1");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"message":"hello"}         | is not a list
          "text"                      | is not a list
          [1]                         | [0] is not an object
          [null]                      | [0] is not an object
          [] []                       | continues after its end
          {"message": oops, [[[       | is not a list
          [{"id": oops                | is not JSON
          <html>                      | is not JSON
          """)
  void bodyThatIsNoListOfItemsIsRefused(String body, String complaint) {
    hub.answer(json(body));

    assertComplaint(complaint);
  }

  @Test
  void anotherMediaTypeIsRefusedUnread() {
    hub.answer(status(200).addHeader("Content-Type", "text/html; charset=utf-8").body("[]"));

    assertComplaint("is not JSON but text/html; charset=utf-8");
  }

  @Test
  void deepNestingIsRefused() {
    hub.answer(json("[{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}]"));

    assertComplaint("is larger or deeper than any answer should be");
  }

  @Test
  void manyMoreItemsThanAskedForAreRefused() {
    String many =
        IntStream.range(0, 1_001)
            .mapToObj(i -> issue(""))
            .collect(Collectors.joining(",", "[", "]"));
    hub.answer(json(many));

    assertComplaint("has more than 1000 items");
  }

  @Test
  void aHugeTextIsRefusedLongBeforeItsEnd() {
    hub.answer(json("").body(huge("[{\"number\":1,\"body\":\"", "x", "\"}]")));

    assertComplaint("is larger or deeper than any answer should be");
    assertThat(hub.exchanges.get(0).bytes()).isLessThan(20 * MIB);
  }

  @Test
  void hugeGarbageInOneItemIsRefusedLongBeforeItsEnd() {
    hub.answer(json("").body(huge("[{\"labels\":[", "{\"a\":[1]},", "{}]}]")));

    assertComplaint("is larger than any answer to this should be");
    assertThat(hub.exchanges.get(0).bytes()).isLessThan(20 * MIB);
  }

  @Test
  void hugeSpaceIsRefusedAtTheLongestBodyThereIs() {
    hub.answer(json("").body(huge("[", "    ", "]")));

    assertComplaint("is larger or deeper than any answer should be");
    assertThat(hub.exchanges.get(0).bytes()).isLessThan(66 * MIB);
  }

  @Test
  void lastOfTwoItemsWithTheSameKeyCounts() {
    hub.answer(json("[" + issue("") + "," + issue(",\"title\":\"later\"") + "]"));

    assertThat(fresh(hub.connect().fetch(pageTwo, Optional.empty())).value())
        .singleElement()
        .extracting(Issue::title)
        .isEqualTo("later");
  }

  @Test
  void anItemWithLittleMoreThanItsKeysIsEnough() {
    hub.answer(json("[" + issue(",\"user\":{},\"milestone\":null,\"unknown\":[[1]]") + "]"));

    Issue issue = fresh(hub.connect().fetch(pageTwo, Optional.empty())).value().get(0);

    assertThat(issue.user()).isNull();
    assertThat(issue.body()).isNull();
    assertThat(issue.milestoneNumber()).isNull();
    assertThat(issue.labels()).isEmpty();
    assertThat(issue.locked()).isFalse();
  }

  @Test
  void anEntryOfATreeIsNamedByItsPlace() {
    ObjectId id = new ObjectId("0123456789012345678901234567890123456789");
    hub.answer(
        json("{\"sha\":\"" + id + "\",\"tree\":[{\"path\":\"a\",\"mode\":\"9\",\"sha\":\"x\"}]}"),
        json("{\"sha\":\"" + id + "\"}"));
    GitHub github = hub.connect();

    assertThat(failure(github.fetch(hub.endpoints().tree(id, true), Optional.empty())).message())
        .endsWith("tree[0] has a mode that is not octal");
    assertThat(failure(github.fetch(hub.endpoints().tree(id, true), Optional.empty())).message())
        .endsWith("tree is missing");
  }

  @Test
  void aBlobLargerThanAskedForIsLeftUnread() {
    ObjectId id = new ObjectId("0123456789012345678901234567890123456789");
    hub.answer(
        raw().body("0123456789"), raw().body("0123456789"), raw().chunkedBody("0123456789", 4));
    GitHub github = hub.connect();

    Blob fits =
        fresh(github.fetch(hub.endpoints().blob(id, 10, bytes -> {}), Optional.empty())).value();
    Blob announced =
        fresh(github.fetch(hub.endpoints().blob(id, 5, bytes -> {}), Optional.empty())).value();
    Blob found =
        fresh(github.fetch(hub.endpoints().blob(id, 5, bytes -> {}), Optional.empty())).value();

    assertThat(fits.content()).asString().isEqualTo("0123456789");
    assertThat(announced).isEqualTo(new Blob(id, 10, null));
    assertThat(found).isEqualTo(new Blob(id, 6, null));
    assertThat(hub.asked().getHeaders().get("Accept")).isEqualTo("application/vnd.github.raw+json");
  }

  private void assertComplaint(String complaint) {
    Failure failure = failure(hub.connect().fetch(pageTwo, Optional.empty()));
    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message())
        .startsWith("the answer to GET /repos/octo/hello/issues?page=2 is not what was asked for: ")
        .contains(complaint);
    assertThat(hub.requests()).isEqualTo(1);
  }

  private static String issue(String more) {
    return "{\"id\":1,\"number\":5,\"title\":\"t\",\"state\":\"open\",\"comments\":0,"
        + "\"created_at\":\"2026-01-05T12:00:00Z\",\"updated_at\":\"2026-01-05T12:00:00Z\""
        + more
        + "}";
  }

  private static MockResponse.Builder raw() {
    return status(200).addHeader("Content-Type", "text/plain; charset=iso-8859-1");
  }

  /** Returns a body of 200 MiB that is made while it is sent. */
  private static MockResponseBody huge(String head, String part, String tail) {
    return new MockResponseBody() {
      @Override
      public long getContentLength() {
        return -1;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        String block = part.repeat((int) (MIB / part.length()));
        sink.writeUtf8(head);
        for (int i = 0; i < 200; i++) {
          sink.writeUtf8(block);
        }
        sink.writeUtf8(tail);
      }
    };
  }
}
