package dev.ghsync.git;

import dev.ghsync.git.object.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes pkt-lines, see {@link PktReader}. */
final class PktWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds a line and its newline. */
  PktWriter line(String text) {
    byte[] data = (text + "\n").getBytes(StandardCharsets.UTF_8);
    out.writeBytes(Bytes.ascii(String.format(Locale.ROOT, "%04x", data.length + 4)));
    out.writeBytes(data);
    return this;
  }

  PktWriter delimiter() {
    out.writeBytes(Bytes.ascii("0001"));
    return this;
  }

  PktWriter flush() {
    out.writeBytes(Bytes.ascii("0000"));
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
