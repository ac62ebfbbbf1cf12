package dev.ghsync.git.object;

import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.PersonIdent;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The format of author, committer and tagger lines: {@code name <email> seconds zone}.
 *
 * <p>Old importers wrote broken lines, so the parts are found as git finds them: the name ends at
 * the first {@code <}, the email at the next {@code >}, and the time follows the last {@code >}. A
 * missing part is empty; a missing time is the epoch at {@code +0000}.
 */
final class Identity {
  static final PersonIdent NOBODY =
      new PersonIdent(GitText.of(""), GitText.of(""), Instant.EPOCH, "+0000");

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** The digits of {@link #LATEST} in seconds. */
  private static final int MOST_DIGITS = 12;

  private static final Pattern TIME =
      Pattern.compile("\\s*(?<sign>-?)0*(?<digits>[0-9]+)(?:\\s*(?<zone>[+-][0-9]+))?");
  private static final Pattern TIME_AT_END = Pattern.compile("\\s-?[0-9]+\\s+[+-][0-9]+$");

  private Identity() {}

  static PersonIdent parse(byte[] line, TextDecoder decoder) {
    int lastClose = Bytes.lastIndexOf(line, '>', 0, line.length);
    int personEnd = lastClose < 0 ? withoutTime(line) : lastClose;
    int open = Bytes.indexOf(line, '<', 0, personEnd);
    int emailStart = Math.min(open + 1, personEnd);
    int emailEnd = Bytes.indexOf(line, '>', emailStart, personEnd);
    GitText name = decoder.decode(line, 0, withoutSpaces(line, 0, open));
    GitText email = decoder.decode(line, emailStart, emailEnd);
    int timeStart = Math.min(lastClose < 0 ? personEnd : lastClose + 1, line.length);
    Matcher time = TIME.matcher(Bytes.latin1(line, timeStart, line.length));
    if (!time.lookingAt()) {
      return new PersonIdent(name, email, NOBODY.at(), NOBODY.zone());
    }
    String zone = time.group("zone");
    return new PersonIdent(name, email, instant(time), zone == null ? NOBODY.zone() : zone);
  }

  static void write(PersonIdent person, ByteArrayOutputStream to) {
    String zone = person.zone();
    if (zone == null) {
      throw new IllegalArgumentException("a time without its zone cannot be written as git does");
    }
    to.writeBytes(person.name().bytes());
    to.writeBytes(Bytes.ascii(" <"));
    to.writeBytes(person.email().bytes());
    to.writeBytes(Bytes.ascii("> " + person.at().getEpochSecond() + " " + zone));
  }

  /**
   * Returns the time, clamped to the years 0 to 9999, which are all that SQLite's date functions
   * know.
   */
  private static Instant instant(Matcher time) {
    boolean negative = !time.group("sign").isEmpty();
    String digits = time.group("digits");
    if (digits.length() > MOST_DIGITS) {
      return negative ? EARLIEST : LATEST;
    }
    long seconds = Long.parseLong(digits);
    Instant at = Instant.ofEpochSecond(negative ? -seconds : seconds);
    if (at.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return at.isAfter(LATEST) ? LATEST : at;
  }

  /** Returns where the person ends in a line without any {@code >}. */
  private static int withoutTime(byte[] line) {
    Matcher time = TIME_AT_END.matcher(Bytes.latin1(line, 0, line.length));
    return withoutSpaces(line, 0, time.find() ? time.start() : line.length);
  }

  private static int withoutSpaces(byte[] line, int from, int to) {
    int end = to;
    while (end > from && Bytes.isSpace(line[end - 1])) {
      end--;
    }
    return end;
  }
}
