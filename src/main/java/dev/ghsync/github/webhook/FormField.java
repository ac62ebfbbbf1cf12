package dev.ghsync.github.webhook;

import dev.ghsync.github.json.MalformedBody;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The decoded value of one field of a form, the first ({@code application/x-www-form-urlencoded}).
 */
final class FormField extends FilterInputStream {
  private static final int HEX = 16;
  private boolean ended;

  private FormField(InputStream encoded) {
    super(encoded);
  }

  /** The value, where the stream begins with the field's name; else the stream as it is. */
  static InputStream valueOf(String name, InputStream in) throws IOException {
    byte[] start = (name + "=").getBytes(StandardCharsets.US_ASCII);
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(start.length);
    if (Arrays.equals(buffered.readNBytes(start.length), start)) {
      return new FormField(buffered);
    }
    buffered.reset();
    return buffered;
  }

  @Override
  public int read() throws IOException {
    int next = ended ? -1 : in.read();
    if (next < 0 || next == '&') {
      ended = true;
      return -1;
    }
    if (next == '%') {
      return digit() * HEX + digit();
    }
    return next == '+' ? ' ' : next;
  }

  private int digit() throws IOException {
    int digit = Character.digit(in.read(), HEX);
    if (digit < 0) {
      throw new MalformedBody("its form field is not encoded as forms are");
    }
    return digit;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count = 0;
    for (int next; count < length && (next = read()) >= 0; count++) {
      to[offset + count] = (byte) next;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
