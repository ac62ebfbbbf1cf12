package dev.ghsync.github.json;

import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.model.item.ReviewComment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Texts that are much longer than most. */
class LargeTextTest {
  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aDiffHunkOfMillionsOfCharactersIsReadWithTheOthers() {
    String hunk = "+".repeat(4_500_000);
    hub.answer(
        json("[" + comment(1, "@@") + "," + comment(2, hunk) + "," + comment(3, "@@") + "]"));

    List<ReviewComment> comments = read();

    assertThat(comments).extracting(ReviewComment::id).containsExactly(1L, 2L, 3L);
    assertThat(comments.get(1).diffHunk()).isEqualTo(hunk);
  }

  @Test
  void aLongTextKeepsCharactersOutsideTheBasicPlaneAndLoneSurrogates() {
    String emoji = "\uD83D\uDE00".repeat(65_536);
    hub.answer(json("[" + comment(1, emoji) + "," + comment(2, emoji + "\\ud83d") + "]"));

    List<ReviewComment> comments = read();

    assertThat(comments.get(0).diffHunk()).isEqualTo(emoji);
    assertThat(comments.get(1).diffHunk()).isEqualTo(emoji + "\uFFFD");
    assertThat(comments.get(1).raw()).contains(emoji + "\\ud83d");
  }

  private List<ReviewComment> read() {
    return fresh(
            hub.connect().fetch(hub.endpoints().reviewComments(Optional.empty()), Optional.empty()))
        .value();
  }

  private static String comment(long id, String hunk) {
    return """
    {"id":%s,"pull_request_url":"https://api.github.com/repos/octo/hello/pulls/1","user":null,
     "path":"a","diff_hunk":"%s","body":"","created_at":"2026-01-05T12:00:00Z",
     "updated_at":"2026-01-05T12:00:00Z"}
    """
        .formatted(id, hunk);
  }
}
