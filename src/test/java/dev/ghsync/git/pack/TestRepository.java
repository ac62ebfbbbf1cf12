package dev.ghsync.git.pack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A bare repository made and read with the real {@code git}, shielded from the user's settings. */
public final class TestRepository {
  public final Path folder;

  private TestRepository(Path folder) {
    this.folder = folder;
  }

  /** The bytes of an object as git has them. */
  @SuppressWarnings("ArrayRecordComponent") // only read
  public record Raw(ObjectType type, byte[] content) {}

  public static TestRepository create(Path folder) {
    TestRepository repository = new TestRepository(folder);
    repository.git("init", "--quiet", "--bare", folder.toString());
    return repository;
  }

  public static TestRepository at(Path folder) {
    return new TestRepository(folder);
  }

  public byte[] git(String... args) {
    return gitWithInput(new byte[0], args);
  }

  public byte[] gitWithInput(byte[] input, String... args) {
    try {
      Process process = start(List.of(), args);
      Thread writer = new Thread(() -> feed(process, input));
      writer.start();
      byte[] output = process.getInputStream().readAllBytes();
      writer.join();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("git " + String.join(" ", args) + " failed");
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts git in this repository; the caller reads its output. */
  public Process start(List<String> environment, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("GIT_"));
    env.put("GIT_DIR", folder.toString());
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.put("GIT_CONFIG_GLOBAL", "/dev/null");
    env.put("LC_ALL", "C.UTF-8");
    for (String pair : environment) {
      env.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return builder.start();
  }

  /** Runs {@code git fast-import} with a script given in Latin-1, so that any byte can be said. */
  public void fastImport(String script) {
    gitWithInput(script.getBytes(ISO_8859_1), "fast-import", "--quiet", "--force");
  }

  /** Writes any bytes as an object, also such as git would not make. */
  public ObjectId write(ObjectType type, byte[] content) {
    byte[] id =
        gitWithInput(content, "hash-object", "-w", "--literally", "-t", type.text(), "--stdin");
    return new ObjectId(new String(id, UTF_8).strip());
  }

  /** Writes many, given in Latin-1, so that any byte can be said. */
  public void write(ObjectType type, List<String> contents) {
    try {
      Path files = Files.createTempDirectory(folder, "objects");
      StringBuilder paths = new StringBuilder();
      for (String content : contents) {
        Path file = Files.createTempFile(files, "object", "");
        paths.append(Files.writeString(file, content, ISO_8859_1)).append('\n');
      }
      byte[] list = paths.toString().getBytes(UTF_8);
      gitWithInput(
          list,
          "hash-object",
          "-w",
          "--literally",
          "--no-filters",
          "-t",
          type.text(),
          "--stdin-paths");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ObjectId resolve(String revision) {
    return new ObjectId(new String(git("rev-parse", "--verify", revision), UTF_8).strip());
  }

  public List<ObjectId> revList(String... args) {
    List<String> command = new ArrayList<>(List.of("rev-list"));
    command.addAll(Arrays.asList(args));
    return new String(git(command.toArray(String[]::new)), UTF_8)
        .lines()
        .map(line -> new ObjectId(line.substring(0, 40)))
        .toList();
  }

  /** Every object that is here. */
  public Map<ObjectId, Raw> objects() {
    return parseBatch(git("cat-file", "--batch", "--batch-all-objects", "--unordered"));
  }

  public Map<ObjectId, Raw> objects(List<ObjectId> ids) {
    return parseBatch(gitWithInput(lines(ids), "cat-file", "--batch"));
  }

  /** A line for each name: an object's id, kind and size, or that it is missing. */
  public List<String> check(String names) {
    return new String(gitWithInput(names.getBytes(UTF_8), "cat-file", "--batch-check"), UTF_8)
        .lines()
        .toList();
  }

  /** A pack of exactly these objects. */
  public byte[] pack(List<ObjectId> ids, String... options) {
    List<String> command = new ArrayList<>(List.of("pack-objects", "--quiet", "--stdout"));
    command.addAll(Arrays.asList(options));
    return gitWithInput(lines(ids), command.toArray(String[]::new));
  }

  public byte[] packOfAll(String... options) {
    return pack(List.copyOf(objects().keySet()), options);
  }

  public static byte[] lines(List<ObjectId> ids) {
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append(id).append('\n'));
    return text.toString().getBytes(UTF_8);
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // git has ended before it read everything; its exit code is checked below
    }
  }

  private static Map<ObjectId, Raw> parseBatch(byte[] output) {
    Map<ObjectId, Raw> objects = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(output))) {
      for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
        String[] words = line.split(" ", -1);
        byte[] content = in.readNBytes(Integer.parseInt(words[2]));
        in.skipNBytes(1);
        ObjectType type = ObjectType.parse(words[1]).orElseThrow();
        objects.put(new ObjectId(words[0]), new Raw(type, content));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }
}
