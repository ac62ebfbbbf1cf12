package dev.ghsync.sync.fake;

import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/** People who change a {@link World} at random: the same ones for the same seed. */
public final class Chaos {
  private final World world;
  private final Random random;

  public Chaos(World world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  /** So many issues and pull requests with comments, in clusters that share a second. */
  public void populate(int items) {
    world.label("bug");
    world.milestone();
    while (world.issues.keys().size() < items) {
      // around the size of a page, where the borders are
      int cluster = List.of(1, 2, 99, 100, 101, 200, 310).get(random.nextInt(7));
      for (int i = 0; i < cluster && world.issues.keys().size() < items; i++) {
        add();
      }
      world.pass(random.nextInt(3) == 0 ? 3_600 : 1 + random.nextInt(30));
    }
  }

  private void add() {
    long number = random.nextInt(20) == 0 ? world.pull() : world.issue();
    if (random.nextInt(3) == 0) {
      world.comment(number);
    }
    if (world.pulls.has(number)) {
      world.reviewComment(number);
    }
  }

  /** Something that a list shows. */
  public void change() {
    world.pass(random.nextInt(3));
    switch (random.nextInt(9)) {
      case 0 -> world.comment(world.issue());
      case 1 -> some(world.issues, world::editIssue);
      case 2 -> some(world.issues, world::comment);
      case 3 -> some(world.comments, world::editComment);
      case 4 -> some(world.issues, issue -> world.addLabel(issue, world.label("l" + issue)));
      case 5 -> some(world.issues, world::close);
      case 6 -> some(world.pulls, pull -> world.review(pull, "APPROVED"));
      case 7 -> some(world.pulls, world::reviewComment);
      default -> some(world.reviewComments, world::editReviewComment);
    }
  }

  /** Something that goes away, which nothing but a check for deletions may show. */
  public void remove() {
    switch (random.nextInt(6)) {
      case 0 -> some(world.comments, world::deleteComment);
      case 1 -> some(world.labels, world::deleteLabel);
      case 2 -> some(world.issues, world::deleteIssue);
      case 3 -> some(world.reviewComments, world::deleteReviewComment);
      case 4 -> some(world.milestones, world::deleteMilestone);
      default ->
          some(
              world.issues,
              n -> world.transferIssue(n, "https://api.github.com/repositories/9/issues/" + n));
    }
  }

  private void some(Items of, LongConsumer act) {
    synchronized (world) {
      List<Long> keys = of.keys();
      if (!keys.isEmpty()) {
        act.accept(keys.get(random.nextInt(keys.size())));
      }
    }
  }
}
