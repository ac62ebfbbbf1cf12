package dev.ghsync.cli.option;

import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converts the values of options. An error names the values that are accepted. */
public final class Converters {
  private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)([KMGT]?)(?:i?B)?");
  private static final Map<String, Long> UNITS =
      Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);

  private Converters() {}

  /** Registers the converters of all types of options and parameters. */
  public static CommandLine register(CommandLine commands, StreamList streams) {
    return commands
        .registerConverter(Duration.class, Converters::duration)
        .registerConverter(Size.class, Converters::size)
        .registerConverter(Depth.class, Converters::depth)
        .registerConverter(Reconcile.class, Converters::reconcile)
        .registerConverter(Path.class, Converters::path)
        .registerConverter(URI.class, Converters::url)
        .registerConverter(RepoAddress.class, Converters::repository)
        .registerConverter(StreamName.class, text -> stream(streams, text))
        .registerConverter(Trigger.class, text -> oneOf(Trigger.class, text))
        .registerConverter(ObjectsMode.class, text -> oneOf(ObjectsMode.class, text))
        .registerConverter(CommitScope.class, text -> oneOf(CommitScope.class, text))
        .registerConverter(ColorMode.class, text -> oneOf(ColorMode.class, text));
  }

  /** Values of {@code --color}. */
  public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER
  }

  public record Size(long bytes) {}

  /** Values of {@code --depth}: an age or a time; neither means all. */
  public record Depth(Optional<Duration> back, Optional<Instant> since) {
    Optional<Instant> from(Instant now) {
      return back.map(now::minus).or(() -> since);
    }

    /** The text that picocli reads of a default at each start; a record's own is slow at first. */
    @Override
    public String toString() {
      return back.isPresent() ? back.get().toString() : since.map(Instant::toString).orElse("all");
    }
  }

  /** Values of {@code --reconcile}: zero means now, empty never. */
  public record Reconcile(Optional<Duration> olderThan) {
    @Override
    public String toString() {
      return olderThan.map(Duration::toString).orElse("never");
    }
  }

  private static TypeConversionException not(String text, String wanted) {
    return new TypeConversionException("'" + text + "' is not " + wanted);
  }

  /** On Windows, names may not have {@code ?}, {@code *}, {@code "} and some others. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw not(text, "a path: " + e.getReason());
    }
  }

  /** {@code 30s}, {@code 15m}, {@code 24h}, {@code 30d}, or ISO 8601 ({@code PT1H30M}). */
  public static Duration duration(String text) {
    Matcher simple = SIMPLE_DURATION.matcher(text);
    if (simple.matches()) {
      return Duration.ofSeconds(
          Long.parseLong(simple.group(1)) * UNITS.getOrDefault(simple.group(2), 0L));
    }
    try {
      Duration iso = Duration.parse(text);
      if (!iso.isNegative()) {
        return iso;
      }
    } catch (DateTimeException notIso) {
      // the same message as for a negative one
    }
    throw not(text, "a duration such as 30s, 15m, 24h, 30d or PT1H30M");
  }

  /** {@code 512K}, {@code 10M}, {@code 1.5G}, by 1024; bytes without a unit. */
  public static Size size(String text) {
    Matcher m = SIZE.matcher(text.toUpperCase(Locale.ROOT).replace("IB", "B"));
    if (!m.matches()) {
      throw not(text, "a size such as 512K, 10M or 1G");
    }
    int power = m.group(2).isEmpty() ? 0 : "KMGT".indexOf(m.group(2)) + 1;
    try {
      BigDecimal bytes =
          new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
      return new Size(bytes.toBigInteger().longValueExact());
    } catch (ArithmeticException tooLarge) {
      throw not(text, "a size that a file can have");
    }
  }

  /** {@code all}, {@code 30d}, {@code 2025-01-31}, or {@code 2025-01-31T12:00:00Z}. */
  public static Depth depth(String text) {
    if (text.equalsIgnoreCase("all")) {
      return new Depth(Optional.empty(), Optional.empty());
    }
    try {
      Instant since =
          text.contains("T") && !text.startsWith("P")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      return new Depth(Optional.empty(), Optional.of(since));
    } catch (DateTimeException noDate) {
      try {
        return new Depth(Optional.of(duration(text)), Optional.empty());
      } catch (TypeConversionException noDuration) {
        throw not(text, "all, an age such as 30d, or a date such as 2025-01-31");
      }
    }
  }

  /** {@code now}, {@code never}, or an age. */
  public static Reconcile reconcile(String text) {
    if (text.equalsIgnoreCase("never")) {
      return new Reconcile(Optional.empty());
    }
    if (text.equalsIgnoreCase("now")) {
      return new Reconcile(Optional.of(Duration.ZERO));
    }
    try {
      return new Reconcile(Optional.of(duration(text)));
    } catch (TypeConversionException e) {
      throw not(text, "now, never, or an age such as 24h");
    }
  }

  /** Converts an http or https address; it has no user, query, or slash at its end. */
  public static URI url(String text) {
    try {
      URI uri = new URI(text.replaceAll("/+$", ""));
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        if (uri.getUserInfo() == null) {
          return uri;
        }
        throw new TypeConversionException("an address must not carry a user or a token");
      }
    } catch (URISyntaxException e) {
      // the same message as for an address of another kind
    }
    throw not(text, "an http or https address such as https://api.github.com");
  }

  public static RepoAddress repository(String text) {
    if (text.matches("https?://[^/]*@.*")) {
      throw new TypeConversionException("an address must not carry a user or a token");
    }
    return RepoAddress.parse(text)
        .orElseThrow(
            () ->
                not(text, "a repository; give OWNER/NAME, such as square/okhttp, or its address"));
  }

  private static StreamName stream(StreamList streams, String text) {
    return streams
        .parse(text.strip().toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                not(
                    text,
                    streams.names().stream()
                        .map(StreamName::text)
                        .collect(Collectors.joining(", ", "a stream; there are ", ""))));
  }

  /** Converts the name of an enum's value, in any case. */
  public static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw not(
        text,
        Arrays.stream(type.getEnumConstants())
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "one of ", "")));
  }
}
