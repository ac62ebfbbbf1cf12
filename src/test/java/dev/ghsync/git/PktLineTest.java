package dev.ghsync.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.git.object.GitFormatException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PktLineTest {
  @Test
  void writtenPacketsCanBeRead() throws IOException {
    byte[] written = new PktWriter().line("want é").delimiter().line("").flush().toByteArray();
    PktReader in = new PktReader(new ByteArrayInputStream(written));

    assertThat(in.next()).isEqualTo(PktReader.Kind.DATA);
    assertThat(in.text()).isEqualTo("want é");
    assertThat(in.next()).isEqualTo(PktReader.Kind.DELIMITER);
    assertThat(in.next()).isEqualTo(PktReader.Kind.DATA);
    assertThat(in.text()).isEmpty();
    assertThat(in.next()).isEqualTo(PktReader.Kind.FLUSH);
    assertThatThrownBy(in::next).isInstanceOf(EOFException.class);
  }

  @Test
  void theLargestPacketIsRead() throws IOException {
    PktReader in = reader("fff0" + "x".repeat(65_516) + "0002");

    assertThat(in.next()).isEqualTo(PktReader.Kind.DATA);
    assertThat(in.length()).isEqualTo(65_516);
    assertThat(in.next()).isEqualTo(PktReader.Kind.RESPONSE_END);
  }

  @Test
  void lengthsThatCannotBeAreRefused() {
    for (String packet : List.of("0003", "fff1", "ffff", "-001", "00 5x", "HTTP", "\0\0\0\0")) {
      assertThatThrownBy(() -> reader(packet + "x".repeat(70_000)).next())
          .isInstanceOf(GitFormatException.class);
    }
  }

  @Test
  void aPacketThatEndsTooEarlyIsCut() {
    for (String packet : List.of("", "00", "0009", "0009hall")) {
      assertThatThrownBy(() -> reader(packet).next()).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void theFirstBandIsThePackAndEmptyPacketsOnlyKeepTheLineOpen() throws IOException {
    assertThat(pack("0008\u0001abc0005\u00010005\u00010007\u0001de0000")).isEqualTo("abcde");
  }

  @Test
  void aCutPacketOfThePackIsDeliveredUpToTheCut() throws IOException {
    try (SideBand pack = new SideBand(reader("0008\u0001abc0009\u0001d"))) {
      assertThat(new String(pack.readNBytes(4), ISO_8859_1)).isEqualTo("abcd");
      assertThatThrownBy(pack::read).isInstanceOf(EOFException.class);
      assertThatThrownBy(pack::read).isInstanceOf(EOFException.class);
    }
    for (String packets : List.of("0008\u0001abc\u0001\u0001", "0008\u0001abc000a\u0003brok")) {
      assertThatThrownBy(() -> pack(packets)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void theSecondBandIsProgressAndIsSkipped() throws IOException {
    String packets = "0010\u0002Count 1%\rCo0010\u0002unt 100%\nEn0008\u0002d.\n0007\u0001ok0000";

    assertThat(pack(packets)).isEqualTo("ok");
  }

  @Test
  void theThirdBandIsAnError() {
    assertThatThrownBy(() -> pack("0007\u0001ok000b\u0003broken0000"))
        .isInstanceOf(RemoteErrorException.class)
        .hasMessage("broken");
  }

  @Test
  void otherBandsAndMarksAreRefused() {
    for (String packets : List.of("0004", "0006\u0000x", "0006\u0004x", "0001", "0002")) {
      assertThatThrownBy(() -> pack(packets)).isInstanceOf(GitFormatException.class);
    }
  }

  private String pack(String packets) throws IOException {
    try (SideBand pack = new SideBand(reader(packets))) {
      return new String(pack.readAllBytes(), ISO_8859_1);
    }
  }

  private static PktReader reader(String packets) {
    return new PktReader(new ByteArrayInputStream(packets.getBytes(ISO_8859_1)));
  }
}
