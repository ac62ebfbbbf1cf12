package dev.ghsync.model;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Decides which connections are private. */
public final class Transport {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private Transport() {}

  /** Returns whether data sent to {@code url} is encrypted or does not leave this machine. */
  public static boolean isPrivate(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        || (url.getHost() != null && isThisMachine(url.getHost()));
  }

  /** Returns whether the host of a URL is a loopback address. */
  public static boolean isThisMachine(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || LOOPBACK_V4.matcher(name).matches();
  }
}
