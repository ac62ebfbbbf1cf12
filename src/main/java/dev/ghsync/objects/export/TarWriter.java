package dev.ghsync.objects.export;

import dev.ghsync.model.git.ObjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a tar as {@code git archive} does: the ustar format, with pax headers for what does not
 * fit into it. See git's {@code archive-tar.c} and pax(1). Not thread-safe.
 */
final class TarWriter {
  private static final int RECORD = 512;
  private static final int BLOCK = 20 * RECORD;
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final long LATEST = 077777777777L;
  private static final int HEADER_MODE = 0100666;

  private final OutputStream out;
  private final long time;
  private long position;

  /**
   * Begins an archive.
   *
   * @param time of all files, in seconds since 1970; one before counts as 0
   */
  TarWriter(OutputStream out, long time) {
    this.out = out;
    this.time = Math.max(0, time);
  }

  /** Writes the header that names the commit. Readers show it as a comment. */
  void comment(ObjectId commit) throws IOException {
    ByteArrayOutputStream extended = new ByteArrayOutputStream();
    addRecord(extended, "comment", ascii(commit.hex()));
    if (time > LATEST) {
      addRecord(extended, "mtime", ascii(Long.toString(time)));
    }
    header(ascii("pax_global_header"), new byte[0], 'g', HEADER_MODE, extended.size(), "");
    content(extended.toByteArray());
  }

  /** Writes a folder, or an empty one for a submodule. The path ends with a slash. */
  void folder(byte[] path, int mode, ObjectId id) throws IOException {
    entry(path, '5', (mode | 0777) & ~002, id, new byte[0], new byte[0]);
  }

  /** Writes a file; its mode says whether it is executable. */
  void file(byte[] path, int mode, ObjectId id, byte[] content) throws IOException {
    int permissions = (mode & 0100) != 0 ? 0777 : 0666;
    entry(path, '0', (0100000 | permissions) & ~002, id, content, new byte[0]);
  }

  /** Writes a symbolic link. */
  void link(byte[] path, int mode, ObjectId id, byte[] target) throws IOException {
    entry(path, '2', mode | 0777, id, new byte[0], target);
  }

  /** Writes the end. */
  void finish() throws IOException {
    int padding = (int) (BLOCK - position % BLOCK);
    write(new byte[padding < 2 * RECORD ? padding + BLOCK : padding]);
    out.flush();
  }

  private void entry(byte[] path, char type, int mode, ObjectId id, byte[] content, byte[] target)
      throws IOException {
    ByteArrayOutputStream extended = new ByteArrayOutputStream();
    byte[] name = path;
    byte[] prefix = new byte[0];
    if (path.length > NAME) {
      int split = split(path);
      if (split > 0 && path.length - split - 1 <= NAME) {
        prefix = Arrays.copyOf(path, split);
        name = Arrays.copyOfRange(path, split + 1, path.length);
      } else {
        name = ascii(id + ".data");
        addRecord(extended, "path", path);
      }
    }
    String linkName = new String(target, StandardCharsets.ISO_8859_1);
    if (target.length > NAME) {
      linkName = "see " + id + ".paxheader";
      addRecord(extended, "linkpath", target);
    }
    if (extended.size() > 0) {
      header(ascii(id + ".paxheader"), new byte[0], 'x', HEADER_MODE, extended.size(), "");
      content(extended.toByteArray());
    }
    header(name, prefix, type, mode, content.length, linkName);
    content(content);
  }

  /** Returns where the last slash is at which the prefix still fits, but not one at the end. */
  private static int split(byte[] path) {
    int at = Math.min(path.length, PREFIX);
    if (at > 1 && path[at - 1] == '/') {
      at--;
    }
    do {
      at--;
    } while (at > 0 && path[at] != '/');
    return at;
  }

  /** Adds a pax record: its own length in decimal, the key, the value. */
  private static void addRecord(ByteArrayOutputStream to, String key, byte[] value) {
    int rest = key.length() + value.length + 3;
    int length = rest + 1;
    while (length != rest + Integer.toString(length).length()) {
      length = rest + Integer.toString(length).length();
    }
    to.writeBytes(ascii(length + " " + key + "="));
    to.writeBytes(value);
    to.write('\n');
  }

  private void header(byte[] name, byte[] prefix, char type, int mode, long size, String link)
      throws IOException {
    byte[] record = new byte[RECORD];
    put(record, 0, name);
    put(record, 100, octal("%07o", mode & 07777));
    put(record, 108, ascii("0000000"));
    put(record, 116, ascii("0000000"));
    put(record, 124, octal("%011o", size));
    put(record, 136, octal("%011o", Math.min(time, LATEST)));
    record[156] = (byte) type;
    put(record, 157, link.getBytes(StandardCharsets.ISO_8859_1));
    put(record, 257, ascii("ustar\00000"));
    put(record, 265, ascii("root"));
    put(record, 297, ascii("root"));
    put(record, 329, ascii("0000000"));
    put(record, 337, ascii("0000000"));
    put(record, 345, prefix);
    put(record, 148, octal("%07o", checksum(record)));
    write(record);
  }

  /** The bytes of the checksum itself count as spaces. */
  private static int checksum(byte[] record) {
    int sum = 8 * ' ';
    for (byte b : record) {
      sum += b & 0xff;
    }
    return sum;
  }

  private static byte[] octal(String format, long number) {
    return ascii(String.format(Locale.ROOT, format, number));
  }

  private static void put(byte[] record, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, record, at, bytes.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void content(byte[] content) throws IOException {
    write(content);
    write(new byte[(RECORD - content.length % RECORD) % RECORD]);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }
}
