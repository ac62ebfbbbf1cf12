package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads the classes that a run loads, for the launcher: it starts this once, in the background, and
 * has Java write an archive of them that later runs start from. It also keeps SQLite's native
 * library, which is otherwise unpacked at each start.
 *
 * <p>The one argument is a folder for both, and for what is thrown away afterwards. Whatever goes
 * wrong only makes the archive smaller.
 */
public final class Warmup {
  private static final String REPOSITORY =
      "{\"id\":1,\"name\":\"up\",\"full_name\":\"warm/up\",\"owner\":{\"id\":1,\"login\":\"warm\"},"
          + "\"default_branch\":\"main\",\"has_issues\":true}";

  /** As long as a real one: what is short is not taken for a secret. */
  private static final String TOKEN = "token-of-the-warm-up";

  private Warmup() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    loadOwnClasses();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answers = new Thread(() -> serve(server), "answers");
      answers.setDaemon(true);
      answers.start();
      String address = "://127.0.0.1:" + server.getLocalPort();
      String db = folder.resolve("warm.db").toString();
      run(
          folder,
          "repo",
          "warm/up",
          "--db",
          db,
          "--api-url",
          "http" + address,
          "--deadline",
          "20s");
      // Again: most runs find that nothing has changed.
      run(
          folder,
          "repo",
          "warm/up",
          "--db",
          db,
          "--api-url",
          "http" + address,
          "--deadline",
          "20s");
      run(folder, "status", "warm/up", "--db", db);
      // It does not speak TLS, but the first message to it needs most of its classes.
      String other = folder.resolve("tls.db").toString();
      run(
          folder,
          "repo",
          "warm/up",
          "--db",
          other,
          "--api-url",
          "https" + address,
          "--deadline",
          "20s");
    }
    keepNativeLibrary(folder);
  }

  private static void loadOwnClasses() throws IOException {
    String jar = System.getProperty("java.class.path");
    try (JarFile classes = new JarFile(jar)) {
      classes.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("dev/ghsync/") && name.endsWith(".class"))
          .forEach(Warmup::load);
    }
  }

  private static void load(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      Class<?> loaded = Class.forName(name, false, Warmup.class.getClassLoader());
      assert loaded != null;
    } catch (ClassNotFoundException | LinkageError e) {
      // package-info, or a class that this Java has no use for
    }
  }

  private static void run(Path folder, String... args) {
    Environment real = Environment.ofProcess();
    Environment env =
        new Environment(
            Map.of("GHSYNC_TOKEN", TOKEN),
            folder,
            InputStream.nullInputStream(),
            new Output(Writer.nullWriter(), () -> false),
            new PrintWriter(Writer.nullWriter()),
            real.clock(),
            real.zone(),
            real.terminal());
    Cli.run(args, new Application(env));
  }

  /** An empty repository that never changes, on a server that answers one request a connection. */
  private static void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] request = new byte[16_384];
        int length = Math.max(0, socket.getInputStream().read(request));
        String asked = new String(request, 0, length, StandardCharsets.ISO_8859_1);
        String body = asked.startsWith("GET /repos/warm/up HTTP") ? REPOSITORY : "[]";
        String date =
            DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        String head = "Date: " + date + "\r\nETag: W/\"1\"\r\nConnection: close\r\n";
        String answer =
            asked.contains("If-None-Match: W/\"1\"")
                ? "HTTP/1.1 304 Not Modified\r\n" + head + "\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                    + head
                    + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // the client has gone, or the server is closed
      }
    }
  }

  /** The driver has unpacked it into the folder under a name of its own, and deletes it at exit. */
  private static void keepNativeLibrary(Path folder) throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> unpacked =
          files.filter(file -> file.getFileName().toString().endsWith("-" + name)).toList();
      for (Path file : unpacked) {
        Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
