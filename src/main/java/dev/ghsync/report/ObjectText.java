package dev.ghsync.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.PersonIdent;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Commits and tags as text for people, similar to {@code git log --format=fuller}. */
public final class ObjectText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private static final byte[] INDENT = "    ".getBytes(UTF_8);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ObjectText() {}

  /** Returns the text, in UTF-8 as far as it could be decoded. */
  public static byte[] of(Commit commit) {
    ObjectText text = new ObjectText();
    text.line("commit " + commit.id());
    commit.parents().forEach(parent -> text.line("Parent:     " + parent));
    text.line("Tree:       " + commit.tree());
    text.person("Author:     ", commit.author());
    text.line("AuthorDate: " + time(commit.author()));
    text.person("Commit:     ", commit.committer());
    text.line("CommitDate: " + time(commit.committer()));
    return text.message(commit.message());
  }

  /** Returns the text, in UTF-8 as far as it could be decoded. */
  public static byte[] of(AnnotatedTag tag) {
    ObjectText text = new ObjectText();
    text.line("tag " + tag.id());
    text.add("Name:   ").add(tag.name()).line("");
    text.line("Object: " + tag.targetType().text() + " " + tag.target());
    PersonIdent tagger = tag.tagger();
    if (tagger != null) {
      text.person("Tagger: ", tagger);
      text.line("Date:   " + time(tagger));
    }
    return text.message(tag.message());
  }

  private void person(String label, PersonIdent person) {
    add(label).add(person.name()).add(" <").add(person.email()).line(">");
  }

  /** Returns the time in the person's zone; in UTC if that is not known or not valid. */
  private static String time(PersonIdent person) {
    String zone = person.zone() == null ? "" : person.zone();
    try {
      return TIME.format(person.at().atOffset(ZoneOffset.of(zone))) + " " + zone;
    } catch (DateTimeException noValidZone) {
      return TIME.format(person.at().atOffset(ZoneOffset.UTC)) + " UTC";
    }
  }

  private byte[] message(GitText message) {
    byte[] bytes = message.bytes();
    if (bytes.length == 0) {
      return out.toByteArray();
    }
    out.write('\n');
    boolean lineStarts = true;
    for (byte b : bytes) {
      if (lineStarts && b != '\n') {
        out.writeBytes(INDENT);
      }
      out.write(b);
      lineStarts = b == '\n';
    }
    out.write('\n');
    return out.toByteArray();
  }

  private ObjectText add(String text) {
    out.writeBytes(text.getBytes(UTF_8));
    return this;
  }

  private ObjectText add(GitText text) {
    out.writeBytes(text.bytes());
    return this;
  }

  private void line(String text) {
    add(text).out.write('\n');
  }
}
