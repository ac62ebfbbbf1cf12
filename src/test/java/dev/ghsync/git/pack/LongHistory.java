package dev.ghsync.git.pack;

import dev.ghsync.sync.fake.GitRepo;
import java.nio.file.Path;

/** Makes a repository in which a few files change a little in each commit. */
public final class LongHistory {
  private LongHistory() {}

  public static GitRepo served(Path folder, int commits) {
    create(folder, commits);
    return GitRepo.at(folder);
  }

  public static TestRepository create(Path folder, int commits) {
    TestRepository repository = TestRepository.create(folder);
    StringBuilder script = new StringBuilder();
    StringBuilder growing = new StringBuilder("start\n".repeat(200));
    for (int i = 0; i < commits; i++) {
      growing.insert(i * 7 % growing.length(), "line " + i + "\n");
      script
          .append("commit refs/heads/main\ncommitter C <c@example.org> ")
          .append(1_700_000_000 + i)
          .append(" +0000\n")
          .append(data("change " + i + "\n"))
          .append("M 100644 inline growing.txt\n")
          .append(data(growing.toString()))
          .append("M 100644 inline dir" + i % 5 + "/file" + i % 40 + ".txt\n")
          .append(data("version " + i + "\n"));
      if (i % 50 == 49) {
        script
            .append("tag v" + i + "\nfrom refs/heads/main\ntagger T <t@example.org> 1 +0000\n")
            .append(data("release " + i + "\n"));
      }
    }
    repository.fastImport(script.toString());
    return repository;
  }

  private static String data(String content) {
    return "data " + content.length() + "\n" + content + "\n";
  }
}
