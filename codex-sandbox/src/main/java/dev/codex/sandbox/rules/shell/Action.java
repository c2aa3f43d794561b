package dev.codex.sandbox.rules.shell;

import dev.codex.internal.json.Json;
import java.util.Optional;

/**
 * What a command is about, for showing it to people.
 *
 * @param command the command, quoted anew
 * @param path what is read, listed or searched in; of a file that is read, the whole path
 * @param query what is searched for
 */
public record Action(Kind kind, String command, Optional<String> path, Optional<String> query) {

  /** What kinds of commands are told apart. */
  public enum Kind {
    READ("read"),
    LIST("listFiles"),
    SEARCH("search"),
    UNKNOWN("unknown");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }
  }

  static Action read(String command, String path) {
    return new Action(Kind.READ, command, Optional.of(path), Optional.empty());
  }

  static Action list(String command, Optional<String> path) {
    return new Action(Kind.LIST, command, path, Optional.empty());
  }

  static Action search(String command, Optional<String> query, Optional<String> path) {
    return new Action(Kind.SEARCH, command, path, query);
  }

  static Action unknown(String command) {
    return new Action(Kind.UNKNOWN, command, Optional.empty(), Optional.empty());
  }

  Action withCommand(String other) {
    return new Action(kind, other, path, query);
  }

  /** As the app server of Codex writes it. */
  public String json() {
    StringBuilder json = new StringBuilder("{\"type\":")
        .append(Json.quote(kind.wireName))
        .append(",\"command\":")
        .append(Json.quote(command));
    if (kind == Kind.READ) {
      String file = path.orElse("");
      json.append(",\"name\":").append(Json.quote(file.substring(file.lastIndexOf('/') + 1)));
    }
    path.ifPresent(text -> json.append(",\"path\":").append(Json.quote(text)));
    query.ifPresent(text -> json.append(",\"query\":").append(Json.quote(text)));
    return json.append('}').toString();
  }
}
