package dev.ghsync.sync.stream;

import dev.ghsync.sync.StreamList;
import java.util.List;

/** All streams of ghsync. */
public final class Streams {
  /** In the order of the report. A new stream is added here and nowhere else. */
  public static final StreamList ALL =
      new StreamList(
          List.of(
              new RefsStream(),
              new ObjectsStream(),
              new LabelsStream(),
              new MilestonesStream(),
              new IssuesStream(),
              new CommentsStream(),
              new PullsStream(),
              new ReviewsStream(),
              new ReviewCommentsStream(),
              new CommitCommentsStream(),
              new EventsStream(),
              new ReleasesStream(),
              new DiscussionsStream(),
              new LinksStream(),
              new PullFilesStream(),
              new WikiStream(),
              new ReactionsStream(),
              new StargazersStream()));

  private Streams() {}
}
