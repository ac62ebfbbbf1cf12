package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.stream.PullsStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepSummaryTest {
  @TempDir Path folder;

  @Test
  void aRunIsATableBehindWhatOtherStepsWrote() throws IOException {
    Path file = Files.writeString(folder.resolve("summary.md"), "# Build\n");

    StepSummary.append(file, Sample.updated());

    assertThat(file)
        .hasContent(
            """
            # Build
            ### ghsync: owner/name updated

            | phase | outcome | new | updated | deleted | note |
            | --- | --- | ---: | ---: | ---: | --- |
            | issues | updated | 1 | 4 | 0 |  |

            14 requests, 2 charged, 4,871 left, 1.2 s

            """);
  }

  @Test
  void textFromElsewhereIsNoMarkup() {
    Failure failure = Failure.of(FailureCode.BAD_RESPONSE, "<b>*no*</b> | [x](y)\nz");

    String text =
        StepSummary.markdown(
            Sample.report(Outcome.PARTIAL, List.of(Sample.failed(PullsStream.NAME, failure))));

    assertThat(text).contains("&lt;b>\\*no\\*&lt;/b> \\| \\[x\\](y) z |");
  }
}
