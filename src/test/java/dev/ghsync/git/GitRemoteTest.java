package dev.ghsync.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.LongHistory;
import dev.ghsync.git.pack.ObjectSink;
import dev.ghsync.git.pack.Outcomes;
import dev.ghsync.git.pack.RecordingSink;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from the real {@code git upload-pack}. */
class GitRemoteTest {
  @TempDir static Path folder;
  private static TestRepository repository;

  @TempDir Path spools;

  private GitServer server;
  private GitRemote remote;
  private final RecordingSink sink = new RecordingSink();

  @BeforeAll
  static void create() {
    repository = LongHistory.create(folder, 60);
  }

  @BeforeEach
  void start() throws IOException {
    server = new GitServer(repository);
    remote = server.remote(spools);
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void everythingThatTheWantsReachArrives() {
    FetchStats stats = fetch(FetchRequest.everything(List.of(main(), tag("v49"))));

    assertThat(sink.objects.keySet()).isEqualTo(everything());
    assertThat(stats.objects()).isEqualTo(sink.objects.size());
    assertThat(stats.shallow()).isFalse();
    assertThat(server.lastCommand()).contains("ofs-delta").doesNotContain("thin-pack");
  }

  @Test
  void historyComesWithoutTreesWhereTheyAreFiltered() {
    fetch(request(List.of(main(), tag("v49")), Filter.TREELESS, 0));

    assertThat(sink.objects).hasSize(61);
    assertThat(sink.order).containsOnly(ObjectType.COMMIT, ObjectType.TAG);
  }

  @Test
  void blobsAreLeftOutWhereTheyAreFiltered() {
    fetch(request(List.of(main()), new Filter("blob:none"), 0));

    assertThat(sink.order).contains(ObjectType.TREE).doesNotContain(ObjectType.BLOB);
  }

  @Test
  void blobsOfUpToTheLimitAreNotLeftOut() {
    ObjectId small = blob("12345");
    ObjectId large = blob("123456");
    ObjectId tree =
        repository.write(
            ObjectType.TREE,
            GitObjects.write(new Tree(small, List.of(file("a", small), file("b", large)))));

    fetch(request(List.of(tree), Filter.blobsUpTo(5), 0));

    assertThat(sink.objects).containsOnlyKeys(tree, small);
  }

  @Test
  void theContentOfATipComesAlone() {
    FetchStats stats = fetch(request(List.of(main()), Filter.NONE, 1));

    assertThat(stats.shallow()).isTrue();
    assertThat(sink.order).containsOnlyOnce(ObjectType.COMMIT);
    assertThat(sink.objects.keySet())
        .isEqualTo(reachable("--no-walk", "--objects", "refs/heads/main"));
  }

  @Test
  void onlyWhatTheHavesDoNotReachArrives() {
    ObjectId before = repository.resolve("refs/heads/main~3");

    fetch(new FetchRequest(List.of(main()), List.of(before), Filter.NONE, 0));

    assertThat(sink.objects.keySet())
        .isEqualTo(reachable("--objects", "refs/heads/main", "^" + before));
  }

  @Test
  void objectsOfAllKindsCanBeWantedById() {
    ObjectId tree = repository.resolve("refs/heads/main^{tree}");
    ObjectId text = repository.resolve("refs/heads/main~5:growing.txt");

    fetch(request(List.of(tree, text, tag("v49")), Filter.TREELESS, 0));

    assertThat(sink.objects).containsKeys(tree, text, tag("v49"));
    assertThat(sink.order).containsOnlyOnce(ObjectType.TREE, ObjectType.BLOB);
  }

  @Test
  void thousandsCanBeWantedAtOnce() {
    Set<ObjectId> all = everything();
    List<ObjectId> wants = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      wants.addAll(all);
    }

    fetch(FetchRequest.everything(wants));

    assertThat(wants).hasSizeGreaterThan(5000);
    assertThat(sink.objects.keySet()).isEqualTo(all);
  }

  @Test
  void aTipThatTheClientHasGivesAnEmptyPack() {
    FetchStats stats = fetch(new FetchRequest(List.of(main()), List.of(main()), Filter.NONE, 0));

    assertThat(stats.objects()).isZero();
  }

  @Test
  void emptyRequestSendsNothing() {
    assertThat(fetch(FetchRequest.everything(List.of())).objects()).isZero();
    assertThat(server.requests).isEmpty();
  }

  @Test
  void anObjectThatTheServerDoesNotHaveIsNamed() {
    ObjectId gone = new ObjectId("12".repeat(20));

    FetchStats stats = fetch(FetchRequest.everything(List.of(main(), gone)));

    assertThat(stats.notOurRef()).contains(gone);
    assertThat(sink.objects).isEmpty();
    assertThat(server.pauses).isEmpty();
  }

  @Test
  void capabilitiesAreRequestedOnce() {
    fetch(request(List.of(main()), Filter.TREELESS, 0));
    fetch(request(List.of(main()), Filter.NONE, 1));

    assertThat(server.requests)
        .extracting(r -> r.getMethod() + " " + r.getTarget())
        .containsExactly(
            "GET /o/n.git/info/refs?service=git-upload-pack",
            "POST /o/n.git/git-upload-pack",
            "POST /o/n.git/git-upload-pack");
    assertThat(server.exchanges)
        .extracting(e -> e.method() + " " + e.path() + " " + e.status())
        .containsExactly(
            "GET /o/n.git/info/refs?service=git-upload-pack 200",
            "POST /o/n.git/git-upload-pack 200",
            "POST /o/n.git/git-upload-pack 200");
    assertThat(server.exchanges).allMatch(e -> e.bytes() > 100 && !e.charged() && !e.retry());
  }

  @Test
  void theCommandIsOneRoundWithDone() {
    fetch(request(List.of(main()), Filter.TREELESS, 0));

    assertThat(server.lastCommand())
        .startsWith("command=fetch\nagent=ghsync/test\nobject-format=sha1\nofs-delta\n")
        .endsWith("filter tree:0\nwant " + main() + "\ndone\n");
  }

  @Test
  void exceptionsOfTheSinkReachTheCaller() {
    FetchRequest request = FetchRequest.everything(List.of(main()));

    assertThatThrownBy(() -> remote.fetch(request, new FullSink()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("full");
  }

  private FetchStats fetch(FetchRequest request) {
    return Outcomes.value(remote.fetch(request, sink));
  }

  private static FetchRequest request(List<ObjectId> wants, Filter filter, int deepen) {
    return new FetchRequest(wants, List.of(), filter, deepen);
  }

  private ObjectId main() {
    return repository.resolve("refs/heads/main");
  }

  private ObjectId tag(String name) {
    return repository.resolve("refs/tags/" + name);
  }

  private ObjectId blob(String content) {
    return repository.write(ObjectType.BLOB, content.getBytes(UTF_8));
  }

  private static Tree.Entry file(String name, ObjectId id) {
    return new Tree.Entry(0100644, 0, GitText.of(name), id);
  }

  private Set<ObjectId> reachable(String... revisions) {
    return Set.copyOf(repository.revList(revisions));
  }

  private Set<ObjectId> everything() {
    return reachable("--objects", "refs/heads/main", "refs/tags/v49");
  }

  /** Throws as if the disk of the database were full. */
  private static final class FullSink implements ObjectSink {
    @Override
    public void commit(Commit commit) {
      throw new IllegalStateException("full");
    }

    @Override
    public void tag(AnnotatedTag tag) {}

    @Override
    public void references(IdSet trees, IdSet blobs) {}

    @Override
    public void tooManyReferences() {}

    @Override
    public void tooLarge(ObjectId tree, long size) {}

    @Override
    public void packed(PackedObject object) {}
  }
}
