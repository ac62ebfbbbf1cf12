package dev.ghsync.git;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.Quotation;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The capabilities that a server advertises, see "Capability Advertisement" in gitprotocol-v2(5).
 *
 * @param values by name; a capability without a value has an empty one
 */
record Capabilities(Map<String, String> values) {
  private static final String SERVICE = "# service=";

  /**
   * Reads the answer to {@code info/refs?service=git-upload-pack}.
   *
   * @throws GitFormatException if the server cannot be used; the message says why
   */
  static Capabilities read(PktReader in) throws IOException {
    String line = dataLine(in);
    if (line.startsWith(SERVICE)) {
      // In version 2 GitHub sends this line; git's own http-backend leaves it out.
      require(line.equals(SERVICE + "git-upload-pack"), "the server answers for another service");
      require(in.next() == PktReader.Kind.FLUSH, "the answer is not in git's protocol");
      line = dataLine(in);
    }
    require(line.equals("version 2"), "the server uses an older git protocol; version 2 is needed");
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

  /**
   * Checks that the server supports a request.
   *
   * @throws GitFormatException if it does not
   */
  void checkSupports(FetchRequest request) {
    List<String> features = Arrays.asList(values.getOrDefault("fetch", "").split(" ", -1));
    require(
        request.filter().equals(Filter.NONE) || features.contains("filter"),
        "the server offers no filters, so only the whole history could be fetched");
    require(
        request.deepen() == 0 || features.contains("shallow"),
        "the server offers no shallow fetches");
  }

  private void checkUsable() {
    require(has("fetch"), "the server does not offer to fetch");
    String format = values.getOrDefault("object-format", "sha1");
    require(
        format.equals("sha1"),
        "the repository has " + Quotation.of(format) + " object ids; only sha1 can be read");
  }

  private static String dataLine(PktReader in) throws IOException {
    require(in.next() == PktReader.Kind.DATA, "the server advertises no capabilities");
    return in.text();
  }
}
