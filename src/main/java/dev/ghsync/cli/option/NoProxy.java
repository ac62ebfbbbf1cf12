package dev.ghsync.cli.option;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers in {@code NO_PROXY}, separated by commas or spaces: names, which include their
 * subdomains, addresses, networks such as {@code 10.0.0.0/8}, and {@code *} for all. Unlike curl it
 * accepts a port, and {@code *.} before a name.
 *
 * @see <a href="https://curl.se/libcurl/c/CURLOPT_NOPROXY.html">CURLOPT_NOPROXY</a>
 */
final class NoProxy {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]*):(\\d{1,5})");
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*");

  private final List<String> entries;

  NoProxy(String list) {
    entries =
        Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  boolean matches(String host, int port) {
    String name = plain(host.toLowerCase(Locale.ROOT));
    Optional<InetAddress> address = address(name);
    return entries.stream().anyMatch(entry -> matches(entry, name, address, port));
  }

  private static boolean matches(
      String entry, String name, Optional<InetAddress> address, int port) {
    Matcher withPort = WITH_PORT.matcher(entry);
    if (withPort.matches()) {
      return Integer.parseInt(withPort.group(2)) == port
          && matches(withPort.group(1), name, address, port);
    }
    if (entry.equals("*")) {
      return true;
    }
    if (address.isPresent()) {
      return isIn(entry, address.get());
    }
    String domain = plain(entry.replaceFirst("^\\*?\\.", ""));
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  /** Removes the brackets of an address, or the dot at the end of a full name. */
  private static String plain(String host) {
    return host.startsWith("[") && host.endsWith("]")
        ? host.substring(1, host.length() - 1)
        : host.replaceFirst("\\.$", "");
  }

  private static boolean isIn(String entry, InetAddress address) {
    int slash = entry.indexOf('/');
    Optional<InetAddress> network = address(plain(slash < 0 ? entry : entry.substring(0, slash)));
    if (network.isEmpty()) {
      return false;
    }
    byte[] ours = address.getAddress();
    byte[] theirs = network.get().getAddress();
    int all = theirs.length * Byte.SIZE;
    String bits = slash < 0 ? String.valueOf(all) : entry.substring(slash + 1);
    return ours.length == theirs.length
        && bits.matches("\\d{1,3}")
        && Integer.parseInt(bits) <= all
        && samePrefix(ours, theirs, Integer.parseInt(bits));
  }

  private static boolean samePrefix(byte[] one, byte[] other, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Parses an address; names are never resolved. */
  private static Optional<InetAddress> address(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
