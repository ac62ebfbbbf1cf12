package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Proxies;
import dev.ghsync.http.Network;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.http.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Sets how this process reaches its servers: the proxies, and the certificates it trusts. */
final class Connectivity {
  private Connectivity() {}

  /**
   * Sets it, and judges what the servers need and the option that was given.
   *
   * @param caFile of the option
   * @throws UsageError where a proxy or a file of certificates cannot be used
   */
  static void use(Environment env, Optional<Path> caFile, URI... servers) {
    Proxies proxies = new Proxies(env);
    boolean tls = Arrays.stream(servers).filter(server -> needsTls(server, proxies)).count() > 0;
    Optional<Path> file = caFile.or(() -> tls ? path(env, "GHSYNC_CA_FILE") : Optional.empty());
    try {
      Trust trust = Trust.of(file, path(env, "SSL_CERT_FILE"));
      Network.use(
          new Network(proxies.any() ? Optional.of(proxies::select) : Optional.empty(), trust));
    } catch (IOException e) {
      throw new UsageError(
          "the certificates of %s in %s cannot be used: %s"
              .formatted(
                  caFile.isPresent() ? "--ca-file" : "$GHSYNC_CA_FILE",
                  file.orElseThrow(),
                  e.getMessage()));
    }
  }

  private static boolean needsTls(URI server, Proxies proxies) {
    Optional<ProxyServer> proxy = proxies.select(server);
    return "https".equals(server.getScheme())
        || proxy.stream().anyMatch(way -> way.kind() == ProxyServer.Kind.HTTPS);
  }

  private static Optional<Path> path(Environment env, String name) {
    return env.variable(name).map(Path::of);
  }
}
