package dev.ghsync.git;

import dev.ghsync.model.git.ObjectId;
import java.util.List;

/**
 * What is asked of a server: the wanted objects and all that they reach, less what the haves reach.
 *
 * @param wants none: nothing is asked
 * @param haves commits that are here with all that they reach, but for {@code shallow}
 * @param shallow those of the haves whose parents are not here, so that the server does not count
 *     on them
 * @param deepen how many commits from the wants down, at least 1; 0 for all
 */
public record FetchRequest(
    List<ObjectId> wants, List<ObjectId> haves, List<ObjectId> shallow, Filter filter, int deepen) {
  public FetchRequest {
    wants = List.copyOf(wants);
    haves = List.copyOf(haves);
    shallow = List.copyOf(shallow);
    if (deepen < 0) {
      throw new IllegalArgumentException("deepen must not be negative: " + deepen);
    }
  }

  /** These and all that they reach. */
  public static FetchRequest everything(List<ObjectId> wants) {
    return new FetchRequest(wants, List.of(), List.of(), Filter.NONE, 0);
  }
}
