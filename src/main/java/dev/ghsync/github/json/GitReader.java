package dev.ghsync.github.json;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.model.git.Ref;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads git objects, which REST delivers with decoded texts and times without zones. */
public final class GitReader {
  private static final Pattern SIGNATURE = Pattern.compile("-----BEGIN (?:PGP|SSH) SIGNATURE-----");

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 64;

  /** Contents of fewer bytes are read without a call of {@code beforeLarge}. */
  private static final int SMALL = 256 << 10;

  private GitReader() {}

  public static Ref ref(Json ref) {
    Json target = ref.object("object");
    return new Ref(ref.text("ref"), target.objectId("sha"), type(target, "type"));
  }

  public static Commit commit(Json item) {
    Json commit = item.object("commit");
    return new Commit(
        item.objectId("sha"),
        commit.object("tree").objectId("sha"),
        item.list("parents").stream().map(parent -> parent.objectId("sha")).toList(),
        person(commit.objectOrNull("author")),
        person(commit.objectOrNull("committer")),
        GitText.of(withoutLastNewlines(commit.textOr("message", ""))),
        null,
        null);
  }

  public static AnnotatedTag tag(Json tag) {
    Json target = tag.object("object");
    Json tagger = tag.objectOrNull("tagger");
    return new AnnotatedTag(
        tag.objectId("sha"),
        GitText.of(tag.text("tag")),
        target.objectId("sha"),
        type(target, "type"),
        tagger == null ? null : person(tagger),
        GitText.of(withoutSignature(tag.textOr("message", ""))),
        null,
        null);
  }

  /**
   * Returns a reader of the raw media type, which is the blob's own bytes. The content of a blob of
   * more than {@code maxBytes} is left out; if its size was not announced, {@link Blob#size} is
   * then a lower bound: one more than allowed.
   *
   * @param beforeLarge called with the bytes that a large content may need, before it is read
   */
  public static BodyReader<Blob> blob(ObjectId id, long maxBytes, LongConsumer beforeLarge) {
    return body -> {
      long announced = body.length().orElse(0);
      int most = (int) Math.min(maxBytes, LARGEST_ARRAY);
      return announced > maxBytes
          ? new Blob(id, announced, null)
          : blob(id, body.stream(), (int) announced, most, beforeLarge);
    };
  }

  /** Reads a blob; {@code announced} is 0 if the length is not known. */
  private static Blob blob(
      ObjectId id, InputStream stream, int announced, int maxBytes, LongConsumer beforeLarge)
      throws IOException {
    byte[] content = stream.readNBytes(Math.min(maxBytes, SMALL));
    int length = content.length;
    int next = stream.read();
    if (next >= 0 && length < maxBytes) {
      // a growing array exists twice while it is copied
      beforeLarge.accept(announced > 0 ? announced : 2L * maxBytes);
    }
    while (next >= 0 && length < maxBytes) {
      if (length == content.length) {
        int room = announced > length ? announced : (int) Math.min(maxBytes, 2L * length);
        content = Arrays.copyOf(content, room);
      }
      content[length++] = (byte) next;
      length += stream.readNBytes(content, length, content.length - length);
      next = stream.read();
    }
    if (next >= 0) {
      return new Blob(id, length + 1L, null);
    }
    return new Blob(
        id, length, length == content.length ? content : Arrays.copyOf(content, length));
  }

  /** Reads an author, committer or tagger. Broken commits lack it or parts of it. */
  private static PersonIdent person(@Nullable Json person) {
    if (person == null) {
      return new PersonIdent(GitText.of(""), GitText.of(""), Instant.EPOCH, null);
    }
    Instant at = person.timeOrNull("date");
    return new PersonIdent(
        GitText.of(person.textOr("name", "")),
        GitText.of(person.textOr("email", "")),
        at == null ? Instant.EPOCH : at,
        null);
  }

  private static ObjectType type(Json object, String key) {
    Optional<ObjectType> type = ObjectType.parse(object.text(key));
    return type.orElseThrow(() -> object.wrong("has an unknown " + key));
  }

  private static String withoutSignature(String message) {
    Matcher signature = SIGNATURE.matcher(message);
    return withoutLastNewlines(
        signature.find() ? message.substring(0, signature.start()) : message);
  }

  private static String withoutLastNewlines(String message) {
    int end = message.length();
    while (end > 0 && message.charAt(end - 1) == '\n') {
      end--;
    }
    return message.substring(0, end);
  }
}
