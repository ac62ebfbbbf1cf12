package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.PackLimits;
import dev.ghsync.git.pack.SpooledPack;
import dev.ghsync.model.git.ObjectId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The answer to a {@code fetch}: sections, of which the pack is the last. */
record FetchAnswer(SpooledPack pack, Set<ObjectId> shallowBoundary) implements Closeable {
  private static final Set<String> BEFORE_THE_PACK =
      Set.of("acknowledgments", "shallow-info", "wanted-refs");
  private static final String SHALLOW = "shallow ";

  /**
   * Reads it to its end.
   *
   * @throws IOException where it was cut before the pack's first object
   * @throws GitFormatException where it is not such an answer
   * @throws RemoteErrorException where the server refuses
   */
  static FetchAnswer read(PktReader in, Consumer<String> progress, Path folder, PackLimits limits)
      throws IOException {
    Set<ObjectId> boundary = new HashSet<>();
    while (in.next() == PktReader.Kind.DATA) {
      String section = in.text();
      if (section.equals("packfile")) {
        SideBand pack = new SideBand(in, progress);
        return new FetchAnswer(SpooledPack.receive(pack, folder, limits), boundary);
      }
      if (!BEFORE_THE_PACK.contains(section)) {
        throw new GitFormatException("the answer has a section that is not known");
      }
      readSection(in, boundary);
    }
    throw new GitFormatException("the answer has no pack");
  }

  @Override
  public void close() {
    pack.close();
  }

  private static void readSection(PktReader in, Set<ObjectId> boundary) throws IOException {
    PktReader.Kind kind = in.next();
    while (kind == PktReader.Kind.DATA) {
      String line = in.text();
      if (line.startsWith(SHALLOW) && ObjectId.isHex(line.substring(SHALLOW.length()))) {
        boundary.add(new ObjectId(line.substring(SHALLOW.length())));
      }
      kind = in.next();
    }
    if (kind != PktReader.Kind.DELIMITER) {
      throw new GitFormatException("the answer ends without a pack");
    }
  }
}
