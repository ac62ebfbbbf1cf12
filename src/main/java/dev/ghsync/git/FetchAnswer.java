package dev.ghsync.git;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.PackLimits;
import dev.ghsync.git.pack.SpooledPack;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The answer to a {@code fetch}: sections, of which the pack is the last.
 *
 * @param shallow whether the server has left out parents because of {@code deepen}
 */
record FetchAnswer(SpooledPack pack, boolean shallow) implements Closeable {
  private static final Set<String> BEFORE_THE_PACK =
      Set.of("acknowledgments", "shallow-info", "wanted-refs");

  /**
   * Reads the answer to its end.
   *
   * @throws IOException if it was cut before the pack's first object
   * @throws GitFormatException if it is not an answer to {@code fetch}
   * @throws RemoteErrorException if the server refuses
   */
  static FetchAnswer read(PktReader in, Path folder, PackLimits limits) throws IOException {
    boolean shallow = false;
    while (in.next() == PktReader.Kind.DATA) {
      String section = in.text();
      if (section.equals("packfile")) {
        return new FetchAnswer(SpooledPack.receive(new SideBand(in), folder, limits), shallow);
      }
      require(BEFORE_THE_PACK.contains(section), "the answer has an unknown section");
      shallow |= hasShallowLine(in);
    }
    throw new GitFormatException("the answer has no pack");
  }

  @Override
  public void close() {
    pack.close();
  }

  /** Reads a section to its end. */
  private static boolean hasShallowLine(PktReader in) throws IOException {
    boolean shallow = false;
    PktReader.Kind kind = in.next();
    while (kind == PktReader.Kind.DATA) {
      shallow |= in.text().startsWith("shallow ");
      kind = in.next();
    }
    require(kind == PktReader.Kind.DELIMITER, "the answer ends without a pack");
    return shallow;
  }
}
