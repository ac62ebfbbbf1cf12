package dev.ghsync.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.DiscussionsStream;
import dev.ghsync.sync.stream.Streams;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookDiscussionsTest {
  @TempDir Path folder;
  private SyncedWorld synced;
  private long discussion;

  @BeforeEach
  void sync() {
    synced = new SyncedWorld(folder);
    synced.world.hasDiscussions = true;
    discussion = synced.world.discussions.add();
    synced.world.discussions.add();
    synced.world.discussions.comment(discussion);
  }

  @AfterEach
  void close() {
    synced.close();
  }

  private void event() {
    Options options = new Options();
    options.with(DiscussionsStream.NAME);
    synced.bench.plan =
        Plans.of(
                Streams.ALL,
                synced.bench.store,
                synced.bench.host,
                synced.bench.name,
                Optional.of(synced.target(Kind.DISCUSSION, discussion, 0)))
            .fold(plan -> plan, failure -> new FullPlan(Streams.ALL));
    synced.bench.run(options).run(Result.ok(synced.bench.connector(options)));
  }

  @Test
  void anEventBringsItsDiscussionWithTheCommentsAndNoOther() {
    event();

    assertThat(Rows.select(synced.bench.db, "SELECT number FROM discussions"))
        .containsExactly(String.valueOf(discussion));
    assertThat(
            Rows.select(
                synced.bench.db,
                "SELECT id, discussion_number, reply_to_id FROM discussion_comments"))
        .isEqualTo(synced.world.discussions.commentRows());
  }

  @Test
  void anEventOfADeletedDiscussionMarksItWithItsComments() {
    event();
    synced.world.discussions.delete(discussion);

    event();

    assertThat(synced.bench.sql("SELECT deleted_at IS NOT NULL FROM discussions")).isEqualTo("1");
    assertThat(synced.bench.sql("SELECT deleted_at IS NOT NULL FROM discussion_comments"))
        .isEqualTo("1");
  }
}
