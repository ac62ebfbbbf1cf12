package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says it can do, see "Capability Advertisement" in gitprotocol-v2(5).
 *
 * @param values by name; empty where a capability has no value
 */
record Capabilities(Map<String, String> values) {
  private static final String SERVICE = "# service=";

  /**
   * Reads the answer to {@code info/refs?service=git-upload-pack}.
   *
   * @throws GitFormatException where the server cannot be used; the message says why
   */
  static Capabilities read(PktReader in) throws IOException {
    String line = dataLine(in);
    if (line.startsWith(SERVICE)) {
      // In version 2 GitHub sends this line; git's own http-backend leaves it out.
      require(line.equals(SERVICE + "git-upload-pack"), "the server answers for another service");
      require(in.next() == PktReader.Kind.FLUSH, "the answer is not in git's protocol");
      line = dataLine(in);
    }
    require(
        line.equals("version 2"), "the server speaks an older git protocol; version 2 is needed");
    Map<String, String> values = new HashMap<>();
    while (in.next() == PktReader.Kind.DATA) {
      String capability = in.text();
      int equals = capability.indexOf('=');
      String name = equals < 0 ? capability : capability.substring(0, equals);
      values.put(name, equals < 0 ? "" : capability.substring(equals + 1));
    }
    Capabilities capabilities = new Capabilities(Map.copyOf(values));
    capabilities.checkUsable();
    return capabilities;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Why this cannot be asked of this server; empty where it can. */
  Optional<String> refusal(FetchRequest request) {
    Set<String> features =
        Set.copyOf(Arrays.asList(values.getOrDefault("fetch", "").split(" ", -1)));
    if (!request.filter().equals(Filter.NONE) && !features.contains("filter")) {
      return Optional.of("the server offers no filters, so only whole history could be asked for");
    }
    boolean shallow = request.deepen() > 0 || !request.shallow().isEmpty();
    if (shallow && !features.contains("shallow")) {
      return Optional.of("the server offers no shallow fetches");
    }
    return Optional.empty();
  }

  private void checkUsable() {
    require(has("fetch"), "the server does not offer to fetch");
    String format = values.getOrDefault("object-format", "sha1");
    require(
        format.equals("sha1"),
        "the repository has " + RemoteText.clean(format) + " object ids; only sha1 can be read");
  }

  private static String dataLine(PktReader in) throws IOException {
    require(in.next() == PktReader.Kind.DATA, "the server says nothing about itself");
    return in.text();
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new GitFormatException(otherwise);
    }
  }
}
