package dev.ghsync.git;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.pack.BaseObjects;
import dev.ghsync.git.pack.Outcomes;
import dev.ghsync.git.pack.RecordingSink;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches thin packs from the real {@code git upload-pack}. */
class ThinPackTest {
  private static final int LINES = 5000;

  @TempDir Path folder;
  @TempDir Path spools;

  private TestRepository repository;
  private GitServer server;
  private GitRemote remote;
  private final RecordingSink sink = new RecordingSink();
  private final Random random = new Random(1);
  private final String[] lines = new String[LINES];

  @BeforeEach
  void start() throws IOException {
    repository = TestRepository.create(folder);
    for (int i = 0; i < LINES; i++) {
      lines[i] = randomLine();
    }
    push();
    server = new GitServer(repository);
    remote = server.remote(spools);
    Outcomes.value(remote.fetch(FetchRequest.everything(List.of(main())), sink));
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void aPushOfOneLineCostsAFewHundredBytes() {
    for (int i = 0; i < 2; i++) {
      ObjectId before = main();
      pushALine();

      fetch(before, id -> stored(id, true));

      assertThat(server.exchanges.get(server.exchanges.size() - 1).bytes()).isLessThan(1000);
      assertEverythingArrived();
    }
    assertThat(server.lastCommand()).contains("thin-pack");
    assertThat(sink.bases).containsKeys(file("main"), file("main~1"));
  }

  @Test
  void deltasOfObjectsThatAreNotPackedArriveWhole() {
    ObjectId before = main();
    pushALine();

    fetch(before, id -> stored(id, false));

    assertEverythingArrived();
    assertThat(sink.bases).isEmpty();
  }

  @Test
  void withoutABaseTheObjectsAreRequestedOnceMore() {
    ObjectId before = main();
    pushALine();

    FetchStats stats = fetch(before, id -> Optional.empty());

    assertEverythingArrived();
    assertThat(stats.objects()).isEqualTo(3);
    assertThat(server.requests).hasSize(4);
    assertThat(server.lastCommand()).doesNotContain("thin-pack");
  }

  @Test
  void aBaseWithOtherBytesIsNotUsed() {
    ObjectId before = main();
    pushALine();

    fetch(before, id -> stored(id, true).map(ThinPackTest::damaged));

    assertEverythingArrived();
    assertThat(server.requests).hasSize(4);
  }

  @Test
  void aThinPackIsNotRequestedWithoutHaves() {
    remote.fetch(FetchRequest.everything(List.of(main())), sink, id -> stored(id, true));

    assertThat(server.lastCommand()).doesNotContain("thin-pack");
  }

  private FetchStats fetch(ObjectId have, BaseObjects stored) {
    FetchRequest request = new FetchRequest(List.of(main()), List.of(have), Filter.NONE, 0);
    return Outcomes.value(remote.fetch(request, sink, stored));
  }

  private Optional<BaseObjects.Base> stored(ObjectId id, boolean mayHaveDeltas) {
    byte[] content = sink.objects.get(id);
    ObjectType type = requireNonNull(repository.objects(List.of(id)).get(id)).type();
    return Optional.ofNullable(content)
        .map(c -> new BaseObjects.Base(new RawObject(type, c), mayHaveDeltas));
  }

  private static BaseObjects.Base damaged(BaseObjects.Base base) {
    byte[] content = base.object().content().clone();
    content[0]++;
    return new BaseObjects.Base(new RawObject(base.object().type(), content), true);
  }

  private void assertEverythingArrived() {
    assertThat(sink.objects.keySet())
        .containsExactlyInAnyOrderElementsOf(repository.revList("--objects", "refs/heads/main"));
  }

  private void pushALine() {
    lines[random.nextInt(LINES)] = randomLine();
    push();
  }

  private void push() {
    String content = String.join("", lines);
    String commit = "commit refs/heads/main\ncommitter C <c@example.org> 1700000000 +0000\n";
    repository.fastImport(
        commit
            + "data 1\nx\n"
            + (server == null ? "" : "from refs/heads/main^0\n")
            + ("M 100644 inline file\ndata " + content.length() + "\n" + content));
  }

  private String randomLine() {
    return Long.toHexString(random.nextLong()) + "\n";
  }

  private ObjectId main() {
    return repository.resolve("refs/heads/main");
  }

  private ObjectId file(String revision) {
    return repository.resolve(revision + ":file");
  }
}
