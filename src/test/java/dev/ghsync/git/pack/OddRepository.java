package dev.ghsync.git.pack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.sync.fake.GitRepo;
import java.nio.file.Path;
import java.util.List;

/** Makes a repository with everything odd that git's history knows. */
public final class OddRepository {
  private static final String WHO = "A U Thor <a@example.org> 1700000000 +0200";
  private static final String SIGNATURE =
      "-----BEGIN PGP SIGNATURE-----\n \n iQEzBAABCAAdFiEE\n =AAAA\n -----END PGP SIGNATURE-----\n";

  private OddRepository() {}

  /** Creates refs for the odd objects that git itself can read, so that a sync fetches them. */
  public static GitRepo reachable(Path folder) {
    TestRepository repository = create(folder);
    List<ObjectId> all = List.copyOf(repository.objects().keySet());
    StringBuilder peeled = new StringBuilder();
    all.forEach(id -> peeled.append(id).append("^{}\n"));
    List<String> found = repository.check(peeled.toString());
    StringBuilder refs = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      if (!found.get(i).endsWith(" missing")) {
        refs.append("create refs/tags/odd-%d %s\n".formatted(i, all.get(i)));
      }
    }
    repository.gitWithInput(refs.toString().getBytes(ISO_8859_1), "update-ref", "--stdin");
    repository.git("symbolic-ref", "HEAD", "refs/heads/main");
    return GitRepo.at(folder);
  }

  public static TestRepository create(Path folder) {
    TestRepository repository = TestRepository.create(folder);
    repository.fastImport(imported());
    ObjectId tree = repository.resolve("refs/heads/main^{tree}");
    ObjectId commit = repository.resolve("refs/heads/main");
    ObjectId file = repository.resolve("refs/heads/main:plain.txt");
    repository.write(ObjectType.COMMIT, commits(tree, commit));
    repository.write(ObjectType.TAG, tags(commit, tree));
    repository.write(ObjectType.TREE, trees(bytes(file), bytes(tree)));
    return repository;
  }

  /** Input for {@code git fast-import}. */
  private static String imported() {
    return """
        commit refs/heads/main
        author A U Thor <a@example.org> 1700000000 +0200
        committer C O Mitter <c@example.org> 1700000001 -0330
        data 6
        first
        M 100644 inline plain.txt
        data 6
        hello

        M 100755 inline run.sh
        data 10
        #!/bin/sh

        M 120000 inline link
        data 9
        plain.txt
        M 100644 inline dir/sub/\u00e9\u00fc.txt
        data 0

        M 160000 0123456789abcdef0123456789abcdef01234567 module

        commit refs/heads/latin1
        author Jos\u00e9 <jose@example.org> 1700000002 +0000
        committer Jos\u00e9 <jose@example.org> 1700000002 +0000
        encoding ISO-8859-1
        data 5
        \u00e9t\u00e9s!
        from refs/heads/main

        commit refs/heads/octopus
        committer  <> 0 +0000
        data 0

        from refs/heads/main
        merge refs/heads/latin1

        tag plain
        from refs/heads/main
        tagger T Agger <t@example.org> 1700000003 +1245
        data 9
        a tag

        x

        tag untold
        from refs/heads/latin1
        data 0

        """;
  }

  private static List<String> commits(ObjectId tree, ObjectId parent) {
    String start = "tree " + tree + "\n";
    String both = start + author(WHO) + committer(WHO);
    return List.of(
        start,
        start.strip(),
        both,
        both.strip(),
        both + "\n",
        both + "\n\n\n",
        both + "\nno newline at the end",
        both + "\nmany newlines at the end\n\n\n",
        both + "\nCRLF\r\nline\r\n",
        both + "\na NUL \0 inside\n",
        both + "\nnot UTF-8 \u00ff\u00fe\n",
        both + "encoding ISO-8859-1\n\nlatin-1 \u00e9\n",
        both + "encoding x-unknown\n\nlatin-1 \u00e9\n",
        both + "encoding UTF-8\n\nplain\n",
        both + "encoding windows-1252\n\nundefined there \u0081\n",
        both + "encoding \n\nnothing named\n",
        both + "gpgsig " + SIGNATURE + "\nsigned\n",
        both + "gpgsig-sha256 " + SIGNATURE + "gpgsig " + SIGNATURE + "\nsigned twice",
        both + "mergetag object " + parent + "\n type commit\n tag v1\n \n text\n\nmerged\n",
        start + "parent " + parent + "\nparent " + parent + "\n" + both.substring(46) + "\ntwice\n",
        start + author(WHO) + "parent " + parent + "\n" + committer(WHO) + "\nlate parent\n",
        start + "parent nonsense\n" + author(WHO) + committer(WHO) + "\nbad parent\n",
        "tree "
            + tree.hex().toUpperCase(java.util.Locale.ROOT)
            + "\n"
            + both.substring(46)
            + "\nX\n",
        start + author(WHO) + author("Second <s@x> 1 +0000") + committer(WHO) + "\nauthors\n",
        start + committer(WHO) + author(WHO) + "\nother order\n",
        start + committer(WHO) + "\nno author\n",
        identities(start, "<e@x> 1700000000 +0000"),
        identities(start, " <e@x> 1700000000 +0000"),
        identities(start, "Name <> 1700000000 +0000"),
        identities(start, "Name <e@x> 1700000000"),
        identities(start, "Name <e@x>"),
        identities(start, "Name <e@x> "),
        identities(start, "Name <e@x"),
        identities(start, "Name <e@x 1700000000 +0100"),
        identities(start, "Name"),
        identities(start, "Name 1700000000 +0100"),
        identities(start, ""),
        identities(start, "Name <a <b@x>> 1700000000 +0000"),
        identities(start, "Name <e@x>1700000000 +0000"),
        identities(start, "  Name  <e@x>  1700000000  +0000 "),
        identities(start, "Name <e@x> -1 +0000"),
        identities(start, "Name <e@x> 99999999999999999999999 +0000"),
        identities(start, "Name <e@x> -99999999999999999999999 +0000"),
        identities(start, "Name <e@x> 253402300800 +0000"),
        identities(start, "Name <e@x> 00001700000000 +0000"),
        identities(start, "Name <e@x> 1700000000 +051800"),
        identities(start, "Name <e@x> 1700000000 -7"),
        identities(start, "Name <e@x> 1700000000 UTC"),
        identities(start, "Name <e@x> Thu Jan 1 00:00:00 1970 +0000"),
        identities(start, "Na\0me <e\0@x> 1 +0000"),
        identities(start, "N\u00e4me <e\u00e9@x> 1 +0000"));
  }

  private static List<String> tags(ObjectId commit, ObjectId tree) {
    String start = "object " + commit + "\ntype commit\n";
    String full = start + "tag v1\ntagger " + WHO + "\n";
    String armor = SIGNATURE.replace("\n ", "\n");
    return List.of(
        start,
        start.strip(),
        start + "\nno name\n",
        full,
        full + "\n",
        full + "\nplain\n",
        full + "\nno newline",
        full + "\nsigned\n" + armor,
        full + "\nsigned with SSH\n\n" + armor.replace("PGP", "SSH"),
        full + "\nX.509\n-----BEGIN SIGNED MESSAGE-----\nabc\n-----END SIGNED MESSAGE-----\n",
        full + "\n" + armor,
        full + "\nquoted\n" + armor + "and again\n" + armor,
        full + "\nonly said: -----BEGIN PGP SIGNATURE-----\n",
        start + "tag v1\n\nno tagger\n",
        start + "tag v1\ntagger broken\n\nbroken tagger\n",
        start + "tag \u00e9\ntagger " + WHO + "\n\nnot UTF-8 \u00e9\n",
        start + "tag v1\ntagger " + WHO + "\nencoding latin1\n\n\u00e9\n",
        "object " + tree + "\ntype tree\ntag of-a-tree\ntagger " + WHO + "\n\ntree\n");
  }

  private static List<String> trees(String file, String folder) {
    return List.of(
        "",
        "40000 dir\0" + folder,
        "040000 padded\0" + folder + "0100644 padded file\0" + file,
        "000040000 more\0" + folder + "00100644 more\0" + file,
        "100600 a\0" + file + "100664 b\0" + file + "100755 c\0" + file + "120000 d\0" + file,
        "100644 \u00e9\u00ff\0" + file + "100644 a b\nc\t\"\0" + file,
        "100644 z\0" + file + "100644 a\0" + file,
        "0 zero\0" + file + "00 zeros\0" + file + "20000 device\0" + file,
        "7777777 large\0" + file,
        "160000 module\0" + file + "120000 link\0" + file);
  }

  private static String bytes(ObjectId id) {
    return new String(id.bytes(), ISO_8859_1);
  }

  private static String identities(String start, String line) {
    return start + author(line) + committer(line) + "\nmessage\n";
  }

  private static String author(String line) {
    return "author " + line + "\n";
  }

  private static String committer(String line) {
    return "committer " + line + "\n";
  }
}
