package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private final ChangeLog changes = new ChangeLog();

  @Test
  void aListEndsAtAHundred() {
    changes.note("issues", "created", LongStream.range(0, 60).boxed().toList());
    changes.note("issues", "created", LongStream.range(50, 500).boxed().toList());

    List<Object> created = changes.all().getOrDefault("issues", Map.of()).get("created");
    assertThat(created).hasSize(100).doesNotHaveDuplicates().contains(99L).doesNotContain(100L);
  }

  @Test
  void aStreamWithoutChangesIsNotThere() {
    changes.note("issues", "created", List.of());

    assertThat(changes.all()).isEmpty();
  }
}
