package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Loads the classes that a run needs, so that Java can write an archive of them. The launcher runs
 * this once, in the background. It also keeps SQLite's native library, which would otherwise be
 * unpacked at each start.
 *
 * <p>The argument is the folder for the library and for temporary files. An error only makes the
 * archive smaller.
 */
public final class Warmup {
  private static final String REPOSITORY =
      "{\"id\":1,\"name\":\"up\",\"full_name\":\"warm/up\",\"owner\":{\"id\":1,\"login\":\"warm\"},"
          + "\"default_branch\":\"main\",\"has_issues\":true}";

  /** A token as long as a real one: shorter texts are not redacted. */
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
      sync(folder, db, "http" + address);
      // the second run finds no change, like most runs
      sync(folder, db, "http" + address);
      run(folder, "status", "warm/up", "--db", db);
      // The server does not support TLS, but sending the first message loads most of its classes.
      String other = folder.resolve("tls.db").toString();
      sync(folder, other, "https" + address);
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

  private static void sync(Path folder, String db, String url) {
    run(folder, "repo", "warm/up", "--db", db, "--api-url", url, "--deadline", "20s");
  }

  private static void run(Path folder, String... args) {
    Environment real = Environment.ofProcess();
    Environment env =
        new Environment(
            Map.of("GHSYNC_TOKEN", TOKEN),
            folder,
            InputStream.nullInputStream(),
            new Output(OutputStream.nullOutputStream(), () -> false),
            new PrintWriter(Writer.nullWriter()),
            real.clock(),
            real.zone(),
            real.terminal());
    Cli.run(args, new Application(env));
  }

  /** Serves an empty repository that never changes, one request a connection. */
  private static void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] request = new byte[16_384];
        int length = Math.max(0, socket.getInputStream().read(request));
        String received = new String(request, 0, length, StandardCharsets.ISO_8859_1);
        String body = received.startsWith("GET /repos/warm/up HTTP") ? REPOSITORY : "[]";
        String date =
            DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        String head = "Date: " + date + "\r\nETag: W/\"1\"\r\nConnection: close\r\n";
        String answer =
            received.contains("If-None-Match: W/\"1\"")
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

  /** Copies the library that the driver has unpacked into the folder and deletes at exit. */
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
