package dev.ghsync.git.object;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PersonIdent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of annotated tags: object, type, name, an optional tagger, a blank line, the message
 * with the signature at its end.
 */
final class TagFormat {
  /**
   * First lines of PGP (two forms), SSH and X.509 signatures; see git's {@code gpg-interface.c}.
   */
  private static final List<String> SIGNATURES =
      List.of(
          "-----BEGIN PGP SIGNATURE-----",
          "-----BEGIN PGP MESSAGE-----",
          "-----BEGIN SSH SIGNATURE-----",
          "-----BEGIN SIGNED MESSAGE-----");

  private TagFormat() {}

  static AnnotatedTag parse(ObjectId id, byte[] content) {
    HeaderLines lines = new HeaderLines(content);
    ObjectId target = target(lines);
    ObjectType type = targetType(lines);
    TextDecoder decoder = lines.find("encoding").map(TextDecoder::named).orElse(TextDecoder.UTF_8);
    GitText name =
        lines.find("tag").map(v -> decoder.decode(v, 0, v.length)).orElse(GitText.of(""));
    @Nullable PersonIdent tagger =
        lines.find("tagger").map(v -> Identity.parse(v, decoder)).orElse(null);
    byte[] rest = lines.message();
    int end = Bytes.withoutNewlines(rest, 0, signatureStart(rest));
    GitText message = decoder.decode(rest, 0, end);
    AnnotatedTag plain = new AnnotatedTag(id, name, target, type, tagger, message, null, null);
    byte[] header = lines.header();
    return new AnnotatedTag(
        id,
        name,
        target,
        type,
        tagger,
        message,
        Arrays.equals(header, header(plain)) ? null : header,
        Arrays.equals(rest, message(plain)) ? null : rest);
  }

  /**
   * Checks that {@link #parse} accepts the content.
   *
   * @throws GitFormatException if the content is not a tag
   */
  static void check(byte[] content) {
    HeaderLines lines = new HeaderLines(content);
    target(lines);
    targetType(lines);
  }

  static byte[] write(AnnotatedTag tag) {
    return HeaderLines.join(header(tag), message(tag));
  }

  private static ObjectId target(HeaderLines lines) {
    return lines
        .takeId("object")
        .orElseThrow(() -> new GitFormatException("a tag's first line must name its object"));
  }

  private static ObjectType targetType(HeaderLines lines) {
    return lines
        .take("type")
        .flatMap(value -> ObjectType.parse(Bytes.latin1(value, 0, value.length)))
        .orElseThrow(() -> new GitFormatException("a tag's second line must say a type"));
  }

  /**
   * Returns the start of the last line that opens a signature, or the message's end if there is
   * none. Git does the same.
   */
  private static int signatureStart(byte[] message) {
    int start = message.length;
    for (int line = 0; line < message.length; ) {
      if (message[line] == '-' && opensSignature(message, line)) {
        start = line;
      }
      line = Bytes.indexOf(message, '\n', line, message.length) + 1;
    }
    return start;
  }

  private static boolean opensSignature(byte[] message, int line) {
    return SIGNATURES.stream().anyMatch(s -> Bytes.startsWith(message, line, message.length, s));
  }

  private static byte[] header(AnnotatedTag tag) {
    byte[] raw = tag.rawHeader();
    if (raw != null) {
      return raw;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.writeBytes(
        Bytes.ascii("object " + tag.target() + "\ntype " + tag.targetType().text() + "\ntag "));
    out.writeBytes(tag.name().bytes());
    out.write('\n');
    PersonIdent tagger = tag.tagger();
    if (tagger != null) {
      out.writeBytes(Bytes.ascii("tagger "));
      Identity.write(tagger, out);
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static byte[] message(AnnotatedTag tag) {
    return TextDecoder.encodeMessage(tag.message(), tag.rawMessage());
  }
}
