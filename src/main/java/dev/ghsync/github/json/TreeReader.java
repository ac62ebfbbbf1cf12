package dev.ghsync.github.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ghsync.model.git.ObjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a tree listing entry by entry: a recursive one may have 100,000 of them. */
public final class TreeReader {
  private final JsonParser parser;
  private final JsonTree tree;
  private final List<TreeListing.Item> items = new ArrayList<>();
  private @Nullable ObjectId id;
  private boolean truncated;
  private boolean listed;

  private TreeReader(JsonParser parser) {
    this.parser = parser;
    this.tree = new JsonTree(parser, ResponseLimits.TREE.kept());
  }

  public static BodyReader<TreeListing> reader() {
    return body ->
        JsonBody.read(body, ResponseLimits.TREE, parser -> new TreeReader(parser).read());
  }

  private TreeListing read() throws IOException {
    if (JsonBody.begin(parser) != JsonToken.START_OBJECT) {
      throw new MalformedBody("is not an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      field(key);
    }
    if (id == null || !listed) {
      throw new MalformedBody((id == null ? "sha" : "tree") + " is missing");
    }
    return new TreeListing(id, items, truncated);
  }

  private void field(String key) throws IOException {
    switch (key) {
      case "sha" -> id = Json.at("sha", tree.read()).asObjectId();
      case "truncated" -> truncated = Json.at("truncated", tree.read()).asFlag();
      case "tree" -> entries();
      default -> parser.skipChildren();
    }
  }

  private void entries() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new MalformedBody("tree is not a list");
    }
    listed = true;
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == ResponseLimits.TREE.items()) {
        throw new MalformedBody(MalformedBody.Kind.TOO_LARGE, "tree has more than " + i + " items");
      }
      items.add(item(Json.at("tree[" + i + "]", tree.read()).checkObject()));
    }
  }

  private static TreeListing.Item item(Json entry) {
    Long size = entry.numberOrNull("size");
    return new TreeListing.Item(
        entry.text("path"),
        mode(entry),
        entry.objectId("sha"),
        size == null ? OptionalLong.empty() : OptionalLong.of(size));
  }

  private static int mode(Json entry) {
    String mode = entry.text("mode");
    try {
      return Integer.parseInt(mode, 8);
    } catch (NumberFormatException e) {
      throw entry.wrong("has a mode that is not octal");
    }
  }
}
