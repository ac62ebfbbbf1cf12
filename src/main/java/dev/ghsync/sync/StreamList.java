package dev.ghsync.sync;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The streams of the program, in the order of the report. Every run has two phases besides: {@code
 * metadata} comes first, since it finds out which repository is behind the name, and {@code counts}
 * comes last.
 */
public record StreamList(List<Stream> streams) {
  public StreamList {
    streams = List.copyOf(streams);
  }

  /** All names, in the order of the report. */
  public List<StreamName> names() {
    return List.copyOf(descriptions().keySet());
  }

  /** The names of all but {@code metadata} and {@code counts}. */
  public Set<StreamName> read() {
    return streams.stream().map(Stream::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The names that a run has where the user names none. */
  public Set<StreamName> byDefault() {
    Set<StreamName> names = new LinkedHashSet<>(names());
    streams.stream().filter(stream -> !stream.byDefault()).map(Stream::name).forEach(names::remove);
    return names;
  }

  /** A line a name, for the help and {@code commands.md}. */
  public Map<StreamName, String> descriptions() {
    Map<StreamName, String> lines = new LinkedHashMap<>();
    lines.put(StreamName.METADATA, "the repository itself: name, description, settings");
    streams.forEach(stream -> lines.put(stream.name(), stream.description()));
    lines.put(StreamName.COUNTS, "numbers of what is stored; sends no requests");
    return lines;
  }

  /** Parses a name of the list. */
  public Optional<StreamName> parse(String text) {
    return names().stream().filter(name -> name.text().equals(text)).findFirst();
  }
}
