package dev.ghsync.sync.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;

/** An answer before it is sent. */
@SuppressWarnings("ArrayRecordComponent") // only read
public record Reply(int status, byte[] body, Map<String, String> headers) {

  public static Reply json(JsonNode body) {
    return of(200, body.toString().getBytes(UTF_8), "application/json; charset=utf-8");
  }

  public static Reply error(int status, String message) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("message", message);
    return of(status, body.toString().getBytes(UTF_8), "application/json; charset=utf-8");
  }

  public static Reply of(int status, byte[] body, String type) {
    return new Reply(status, body, Map.of("Content-Type", type));
  }

  public Reply saying(byte[] other) {
    return new Reply(status, other, headers);
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, body, more);
  }
}
