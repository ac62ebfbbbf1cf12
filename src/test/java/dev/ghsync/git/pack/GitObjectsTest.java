package dev.ghsync.git.pack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.model.git.Tree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitObjectsTest {
  private static final ObjectId ANY = new ObjectId("0123456789abcdef0123456789abcdef01234567");
  private static final ObjectId OTHER = new ObjectId("89abcdef0123456789abcdef0123456789abcdef");
  private static final String HEADER = "tree " + ANY + "\n";

  @Test
  void everyOddObjectIsWrittenBackByteForByte(@TempDir Path folder) {
    Map<ObjectId, TestRepository.Raw> objects = OddRepository.create(folder).objects();

    assertThat(objects).hasSizeGreaterThan(80);
    objects.forEach(
        (id, raw) -> {
          assertThat(GitObjects.id(raw.type(), raw.content())).isEqualTo(id);
          assertThat(rewritten(id, raw)).as(text(raw)).isEqualTo(raw.content());
        });
  }

  @Test
  void aPlainCommitNeedsNoRawBytes() {
    Commit commit =
        commit(
            HEADER
                + "parent "
                + OTHER
                + "\nauthor A U Thor <a@example.org> 1700000000 +0200\n"
                + "committer C <c@example.org> 1700000001 -0330\n\nTitle\n\nBody\n");

    assertThat(commit.tree()).isEqualTo(ANY);
    assertThat(commit.parents()).containsExactly(OTHER);
    assertThat(commit.author())
        .isEqualTo(
            new PersonIdent(
                GitText.of("A U Thor"),
                GitText.of("a@example.org"),
                Instant.ofEpochSecond(1700000000),
                "+0200"));
    assertThat(commit.committer().zone()).isEqualTo("-0330");
    assertThat(commit.message()).isEqualTo(GitText.of("Title\n\nBody"));
    assertThat(commit.rawHeader()).isNull();
    assertThat(commit.rawMessage()).isNull();
  }

  @Test
  void textIsDecodedByTheEncodingThatTheCommitNames() {
    Commit commit =
        commit(by("Jos\u00e9 <j@x> 1 +0000") + "encoding ISO-8859-1\n\nd\u00e9j\u00e0 vu\n");

    assertThat(commit.author().name()).isEqualTo(GitText.of("José"));
    assertThat(commit.message()).isEqualTo(GitText.of("déjà vu"));
  }

  @Test
  void textThatFitsNoEncodingStaysBytes() {
    Commit commit = commit(by("Jos\u00e9 <j@x> 1 +0000") + "\nd\u00e9j\u00e0 vu\n\n");

    assertThat(commit.author().name()).isEqualTo(raw("Jos\u00e9"));
    assertThat(commit.author().email()).isEqualTo(GitText.of("j@x"));
    assertThat(commit.message()).isEqualTo(raw("d\u00e9j\u00e0 vu"));
  }

  @Test
  void anUnknownEncodingMeansUtf8() {
    String utf8 = new String("déjà vu".getBytes(UTF_8), ISO_8859_1);

    assertThat(commit(by("A <a@x> 1 +0000") + "encoding x-nope\n\n" + utf8).message())
        .isEqualTo(GitText.of("déjà vu"));
  }

  @Test
  void partsOfABrokenIdentityAreKept() {
    assertThat(author("Name <e@x> 12 +051800")).isEqualTo(signature("Name", "e@x", 12, "+051800"));
    assertThat(author("Name <e@x>")).isEqualTo(signature("Name", "e@x", 0, "+0000"));
    assertThat(author("Name <e@x> noon")).isEqualTo(signature("Name", "e@x", 0, "+0000"));
    assertThat(author("Name <e@x> 12")).isEqualTo(signature("Name", "e@x", 12, "+0000"));
    assertThat(author("Name <e@x 12 +0100")).isEqualTo(signature("Name", "e@x", 12, "+0100"));
    assertThat(author("Name 12 +0100")).isEqualTo(signature("Name", "", 12, "+0100"));
    assertThat(author("Name")).isEqualTo(signature("Name", "", 0, "+0000"));
    assertThat(author("")).isEqualTo(signature("", "", 0, "+0000"));
    assertThat(author("<e@x> 12 +0000")).isEqualTo(signature("", "e@x", 12, "+0000"));
    assertThat(author("N <a <b@x>> 12 +0000")).isEqualTo(signature("N", "a <b@x", 12, "+0000"));
    assertThat(author("Name <e@x> -12 +0000")).isEqualTo(signature("Name", "e@x", -12, "+0000"));
    assertThat(commit(HEADER + "\nno author").author()).isEqualTo(signature("", "", 0, "+0000"));
  }

  @Test
  void timesBeyondTheYears0To9999AreClamped() {
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    Instant first = Instant.parse("0000-01-01T00:00:00Z");

    assertThat(author("N <e> 253402300799 +0000").at()).isEqualTo(last);
    assertThat(author("N <e> 253402300800 +0000").at()).isEqualTo(last);
    assertThat(author("N <e> 99999999999999999999999999 +0000").at()).isEqualTo(last);
    assertThat(author("N <e> -62167219201 +0000").at()).isEqualTo(first);
    assertThat(author("N <e> -99999999999999999999999999 +0000").at()).isEqualTo(first);
  }

  @Test
  void aTagsMessageEndsBeforeItsSignature() {
    AnnotatedTag tag =
        tag("tag v1\ntagger T <t@x> 1 +0000\n\nRelease\n\n-----BEGIN PGP SIGNATURE-----\n\nx\n");

    assertThat(tag.name()).isEqualTo(GitText.of("v1"));
    assertThat(tag.targetType()).isEqualTo(ObjectType.COMMIT);
    assertThat(tag.message()).isEqualTo(GitText.of("Release"));
    assertThat(tag.rawHeader()).isNull();
    assertThat(tag.rawMessage()).isNotNull();
  }

  @Test
  void aTagMayHaveNoTagger() {
    assertThat(tag("tag v0\n\nold\n").tagger()).isNull();
  }

  @Test
  void aTreeKeepsModesAndNamesAsTheyAre() {
    String id = "01234567890123456789";
    Tree tree =
        GitObjects.parseTree(
            ANY, latin1("40000 a\0" + id + "040000 b\0" + id + "100644 \u00e9\0" + id));

    assertThat(tree.entries())
        .containsExactly(
            new Tree.Entry(040000, 0, GitText.of("a"), ObjectId.of(latin1(id), 0)),
            new Tree.Entry(040000, 1, GitText.of("b"), ObjectId.of(latin1(id), 0)),
            new Tree.Entry(0100644, 0, raw("\u00e9"), ObjectId.of(latin1(id), 0)));
  }

  @Test
  void invalidObjectsAreRefused() {
    for (String content : List.of("", "\n", "tree 123\n", "author A <a@x> 1 +0000\n\nx\n")) {
      assertThatThrownBy(() -> commit(content)).isInstanceOf(GitFormatException.class);
    }
    for (String content : List.of("", "object " + ANY + "\n", "object " + ANY + "\ntype fish\n")) {
      assertThatThrownBy(() -> GitObjects.parseTag(ANY, latin1(content)))
          .isInstanceOf(GitFormatException.class);
    }
    String id = "01234567890123456789";
    for (String content :
        List.of("1", "100644", "100644 ", "100644 a", "100644 a\0123", " a\0" + id)) {
      assertThatThrownBy(() -> GitObjects.parseTree(ANY, latin1(content)))
          .isInstanceOf(GitFormatException.class);
    }
    for (String mode : List.of("108644", "12345678", "0".repeat(120) + "40000", "x")) {
      assertThatThrownBy(() -> GitObjects.parseTree(ANY, latin1(mode + " a\0" + id)))
          .isInstanceOf(GitFormatException.class);
    }
  }

  private static byte[] rewritten(ObjectId id, TestRepository.Raw raw) {
    return switch (raw.type()) {
      case COMMIT -> GitObjects.write(GitObjects.parseCommit(id, raw.content()));
      case TAG -> GitObjects.write(GitObjects.parseTag(id, raw.content()));
      case TREE -> GitObjects.write(GitObjects.parseTree(id, raw.content()));
      case BLOB -> raw.content();
    };
  }

  private static Commit commit(String latin1) {
    return GitObjects.parseCommit(ANY, latin1(latin1));
  }

  private static AnnotatedTag tag(String rest) {
    return GitObjects.parseTag(ANY, latin1("object " + OTHER + "\ntype commit\n" + rest));
  }

  private static PersonIdent author(String line) {
    return commit(by(line) + "\nmessage\n").author();
  }

  private static String by(String line) {
    return HEADER + "author " + line + "\ncommitter C <c@x> 1 +0000\n";
  }

  private static PersonIdent signature(String name, String email, long seconds, String zone) {
    return new PersonIdent(
        GitText.of(name), GitText.of(email), Instant.ofEpochSecond(seconds), zone);
  }

  private static GitText raw(String latin1) {
    return new GitText.Raw(latin1(latin1));
  }

  private static String text(TestRepository.Raw raw) {
    return raw.type() + " " + new String(raw.content(), ISO_8859_1);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
