package dev.ghsync.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates {@code src/docs/schema.md} from the migrations and compares it with the file. To write
 * the file: {@code mvn test -Dtest=SchemaDocumentTest -Dschema.write=true}.
 */
class SchemaDocumentTest {
  private static final Path DOCUMENT = Path.of("src/docs/schema.md");

  private static final String INTRODUCTION =
      """
      # Schema of the database

      This page is generated from the migrations (`V1.sql` and so on) in
      `src/main/resources/dev/ghsync/store`, and a test compares it with them. To write it again after
      a new migration:

          mvn test -Dtest=SchemaDocumentTest -Dschema.write=true

      The tables and views that [queries](queries.md#tables) names are an interface; the others are internal.
      """;

  private static final Pattern COLUMN =
      Pattern.compile("^\\s*\"?(\\w+)\"? [^\\n]*?--\\s*([^\\n]*)", Pattern.MULTILINE);

  /** A statement with the comment lines directly above it and the comment on its first line. */
  private static final Pattern CREATION =
      Pattern.compile(
          "((?:^--(?! -)[^\\n]*\\n)*)^CREATE (?:TABLE|VIEW) (\\w+)[^\\n]*?(?:--\\s*([^\\n]*))?$",
          Pattern.MULTILINE);

  /** A comment that takes the place of an earlier migration's. */
  private static final Pattern CORRECTION =
      Pattern.compile("^-- (\\w+(?:\\.\\w+)?) now: ([^\\n]*)", Pattern.MULTILINE);

  private static final Pattern ADDITIONS =
      Pattern.compile(
          "((?:^--(?! -)[^\\n]*\\n)*)((?:^ALTER TABLE [^;]*;[^\\n]*\\n)+)", Pattern.MULTILINE);

  private static final Pattern ADDITION =
      Pattern.compile(
          "ALTER TABLE (\\w+) ADD COLUMN (\\w+)([^;]*);?[^\\n]*?(?:--\\s*([^\\n]*))?$",
          Pattern.MULTILINE);

  @TempDir Path folder;

  /** Comments by {@code table} and by {@code table.column}. */
  private final Map<String, String> comments = new TreeMap<>();

  @Test
  void documentIsThatOfTheMigrations() throws IOException {
    Path file = folder.resolve("ghsync.db");
    Store.open(file).close();
    for (String migration : Schema.MIGRATIONS) {
      readComments(Files.readString(Path.of("src/main/resources/dev/ghsync/store", migration)));
    }
    String generated;
    try (ReadConnection db = Connections.openToRead(file)) {
      generated = document(db);
    }
    if (Boolean.getBoolean("schema.write")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, generated);
    }
    assertThat(DOCUMENT).as("see the Javadoc of this test").content().isEqualTo(generated);
  }

  private void readComments(String sql) {
    Matcher creation = CREATION.matcher(sql);
    while (creation.find()) {
      String table = creation.group(2).replaceAll("_new$", "");
      String above = text(creation.group(1));
      String beside = creation.group(3) == null ? "" : creation.group(3);
      comments.put(
          table, Stream.of(beside, above).filter(c -> !c.isEmpty()).collect(joining(". ")));
      String body = sql.substring(creation.end(), sql.indexOf(";\n", creation.end()));
      Matcher column = COLUMN.matcher(body);
      while (column.find()) {
        comments.put(table + "." + column.group(1), column.group(2).strip());
      }
    }
    Matcher correction = CORRECTION.matcher(sql);
    while (correction.find()) {
      comments.put(correction.group(1), correction.group(2).strip());
    }
    Matcher additions = ADDITIONS.matcher(sql);
    while (additions.find()) {
      Matcher addition = ADDITION.matcher(additions.group(2));
      while (addition.find()) {
        String beside = addition.group(4) == null ? "" : addition.group(4);
        comments.put(
            addition.group(1) + "." + addition.group(2),
            beside.isEmpty() ? text(additions.group(1)) : beside.strip());
      }
    }
  }

  private static String text(String commentLines) {
    return commentLines.replaceAll("(?m)^--\\s*", "").replaceAll("\\s+", " ").strip();
  }

  private String document(ReadConnection db) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Tables\n");
    names(db, "table").forEach(table -> page.append(table(db, table)));
    page.append("\n## Views\n");
    names(db, "view").forEach(view -> page.append(view(db, view)));
    return page.toString();
  }

  private static List<String> names(ReadConnection db, String type) {
    return db.texts(
        "SELECT name FROM sqlite_master WHERE type = :type AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
        type);
  }

  private String table(ReadConnection db, String table) {
    StringBuilder text = heading(table);
    text.append("\n| column | type | meaning |\n| --- | --- | --- |\n");
    db.forEach(
        "SELECT * FROM pragma_table_xinfo(:table)",
        row ->
            "| %s | %s | %s |\n"
                .formatted(
                    row.text("name"),
                    type(row),
                    escaped(comments.getOrDefault(table + "." + row.text("name"), ""))),
        text::append,
        table);
    List<String> indexes = new ArrayList<>();
    db.forEach(
        "SELECT name, \"unique\" AS u, (SELECT group_concat(name, ', ') FROM pragma_index_info(l.name)) AS columns FROM pragma_index_list(:table) l WHERE origin <> 'pk' ORDER BY name",
        row -> (row.flag("u") ? "unique (" : "index (") + row.text("columns") + ")",
        indexes::add,
        table);
    if (!indexes.isEmpty()) {
      text.append("\nBeside the primary key: ").append(String.join("; ", indexes)).append(".\n");
    }
    return text.toString();
  }

  private static String type(Row row) throws java.sql.SQLException {
    String type = row.text("type").isEmpty() ? "any" : row.text("type");
    return type
        + (row.flag("pk") ? ", primary key" : row.flag("notnull") ? ", not null" : "")
        + (row.flag("hidden") ? ", generated" : "");
  }

  private String view(ReadConnection db, String view) {
    String columns =
        String.join(", ", db.texts("SELECT name FROM pragma_table_xinfo(:view)", view));
    return heading(view).append("\nColumns: ").append(columns).append(".\n").toString();
  }

  private StringBuilder heading(String name) {
    String comment = comments.getOrDefault(name, "");
    return new StringBuilder(
        "\n### " + name + "\n" + (comment.isEmpty() ? "" : "\n" + comment + "\n"));
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|");
  }
}
