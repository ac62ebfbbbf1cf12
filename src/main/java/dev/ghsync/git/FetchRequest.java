package dev.ghsync.git;

import dev.ghsync.model.git.ObjectId;
import java.util.List;

/**
 * A request for objects: the wanted ones and all that they reach, without those that the haves
 * reach.
 *
 * @param wants if empty, nothing is sent
 * @param haves objects that are stored with all that they reach
 * @param deepen how many commits to fetch from each want down, at least 1; 0 for all
 */
public record FetchRequest(List<ObjectId> wants, List<ObjectId> haves, Filter filter, int deepen) {
  public FetchRequest {
    wants = List.copyOf(wants);
    haves = List.copyOf(haves);
    if (deepen < 0) {
      throw new IllegalArgumentException("deepen must not be negative: " + deepen);
    }
  }

  /** Returns a request for these objects and all that they reach. */
  public static FetchRequest everything(List<ObjectId> wants) {
    return new FetchRequest(wants, List.of(), Filter.NONE, 0);
  }
}
