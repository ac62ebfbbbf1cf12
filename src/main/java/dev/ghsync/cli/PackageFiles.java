package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.man.ManPage;
import dev.ghsync.cli.shell.CommandModel;
import dev.ghsync.cli.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/**
 * Writes the files that a package contains besides the program: manual pages and completion
 * scripts. The build runs it; the argument is the folder that becomes {@code share}.
 */
public final class PackageFiles {
  /** The places at which the shells look for a package's script, in Debian and Homebrew. */
  private static final Map<Shell, String> SCRIPTS =
      Map.of(
          Shell.BASH, "bash-completion/completions/ghsync",
          Shell.ZSH, "zsh/vendor-completions/_ghsync",
          Shell.FISH, "fish/vendor_completions.d/ghsync.fish");

  /** A byte of the header, and its value: https://www.rfc-editor.org/rfc/rfc1952#page-7 */
  private static final int EXTRA_FLAGS = 8;

  private static final byte MAXIMUM_COMPRESSION = 2;

  private PackageFiles() {}

  public static void main(String[] args) throws IOException {
    write(new Application(Environment.ofProcess()), Path.of(args[0]));
  }

  static void write(Application application, Path share) throws IOException {
    CommandLine program = new Cli(application).commands();
    CommandModel model = CommandModel.of(program, application.streams());
    for (Shell shell : Shell.values()) {
      write(share.resolve(SCRIPTS.get(shell)), shell.script(model));
    }
    String version = "ghsync " + application.versionName();
    for (ManPage page : ManPage.all(program, version, Help.SECTIONS).toList()) {
      writeCompressed(share.resolve("man/man1/" + page.name() + ".1.gz"), page.text());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void writeCompressed(Path file, String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new BestCompression(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    bytes[EXTRA_FLAGS] = MAXIMUM_COMPRESSION;
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Compresses as {@code gzip -9n}, which Debian demands of manual pages. */
  private static final class BestCompression extends GZIPOutputStream {
    BestCompression(OutputStream to) throws IOException {
      super(to);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
