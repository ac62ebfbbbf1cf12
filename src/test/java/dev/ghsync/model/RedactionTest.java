package dev.ghsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
  private static final String SECRET = new Token("ghp_Redaction+Test/0123456789~ab=").reveal();

  static Stream<String> forms() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        SECRET,
        SECRET.toLowerCase(java.util.Locale.ROOT),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
        URLEncoder.encode(
            URLEncoder.encode(SECRET, StandardCharsets.UTF_8), StandardCharsets.UTF_8),
        every("%%%02X"),
        every("%%%02x"),
        every("\\u%04x"),
        every("\\\\u%04X"),
        every("&#%d;"),
        every("&#x%x;"),
        SECRET.replace("/", "\\/").replace("\\/", "\\u002f"),
        HexFormat.of().formatHex(bytes),
        base64(""),
        base64("x"),
        base64("xy"),
        base64("x-access-token:"),
        base64("user:"),
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("a:" + SECRET).getBytes(StandardCharsets.UTF_8)),
        base64("a:") + base64("bc:"));
  }

  private static String every(String format) {
    return SECRET
        .chars()
        .mapToObj(c -> String.format(java.util.Locale.ROOT, format, c))
        .collect(Collectors.joining());
  }

  private static String base64(String before) {
    return Base64.getEncoder()
        .encodeToString((before + SECRET + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aTokenIsTakenOutHoweverItIsWritten(String form) {
    assertThat(Redaction.redact("bad value '" + form + "', try again"))
        .isEqualTo("bad value '***', try again");
  }

  @Test
  void otherTextStaysAsItIs() {
    String text = "100% of \\u0041 &amp; https://example.com/a?b=%2Fc aGVsbG8gd29ybGQ=";
    assertThat(Redaction.redact(text)).isEqualTo(text);
  }

  @Test
  void aFailureNeverHasTheTokenInItsMessage() {
    assertThat(Failure.of(FailureCode.NETWORK, "echo " + SECRET).message()).isEqualTo("echo ***");
  }

  @Test
  void aMessageIsNotCutWithinAToken() {
    String long1 = "w ".repeat(248);
    assertThat(Quotation.of(long1 + SECRET + " more " + "w ".repeat(100)))
        .doesNotContain(SECRET.substring(0, 10));
  }
}
