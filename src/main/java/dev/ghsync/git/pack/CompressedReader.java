package dev.ghsync.git.pack;

import java.io.IOException;

/** Reads the data of a spooled pack's entries as they came, compressed. */
final class CompressedReader {
  private final PackIndex index;
  private final SpoolInput input;

  /** Creates a reader that is fast if entries are read in the pack's order. */
  CompressedReader(SpooledPack pack) {
    index = pack.index();
    input = SpoolInput.inOrder(pack.spool());
  }

  /** Returns an entry's data without its header. */
  byte[] read(int entry) {
    try {
      long end = index.end(entry);
      input.moveTo(index.start(entry), end);
      EntryHeader.read(input);
      byte[] data = new byte[Math.toIntExact(end - input.position())];
      input.readFully(data);
      return data;
    } catch (IOException e) {
      throw new SpoolException("cannot read a temporary file", e);
    }
  }
}
