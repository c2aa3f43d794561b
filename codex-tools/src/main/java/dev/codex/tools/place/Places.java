package dev.codex.tools.place;

import dev.codex.error.ToolException;
import dev.codex.internal.json.Json;
import dev.codex.tool.ToolInvocation;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The environments that a model may name, and where in each of them its paths begin. */
public final class Places {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Map<String, Path> directories;

  private Places(Map<String, Path> directories) {
    this.directories = directories;
  }

  /** No choice: everything is where the session is. */
  public static Places none() {
    return new Places(Map.of());
  }

  /**
   * A choice.
   *
   * @throws IllegalArgumentException if an id is none, or a directory is not absolute
   */
  public static Places of(Map<String, Path> directories) {
    directories.forEach((id, directory) -> {
      if (!ID.matcher(id).matches() || !directory.isAbsolute()) {
        throw new IllegalArgumentException("The environment `" + id + "` in " + directory
            + " must have an id of 1 to 64 letters, digits, - and _, and an absolute directory.");
      }
    });
    return new Places(new LinkedHashMap<>(directories));
  }

  public Map<String, Path> directories() {
    return Collections.unmodifiableMap(directories);
  }

  public boolean isChoice() {
    return !directories.isEmpty();
  }

  /**
   * The call as one in that environment; unchanged where there is no choice, or none was made.
   *
   * @throws ToolException if there is no such environment
   */
  public ToolInvocation in(String id, ToolInvocation invocation) {
    if (id.isEmpty() || !isChoice()) {
      return invocation;
    }
    Path directory = directories.get(id);
    if (directory == null) {
      throw new ToolException("There is no environment `" + id + "`; there is "
          + String.join(", ", directories.keySet()) + ".");
    }
    return invocation.toBuilder().workingDirectory(directory).build();
  }

  /** A property of a JSON schema, with its name. */
  public String property() {
    return Json.quote("environment_id")
        + ":{\"type\":\"string\",\"enum\":["
        + directories.keySet().stream().map(Json::quote).collect(Collectors.joining(","))
        + "],\"description\":"
        + Json.quote("Where to run it, and what workdir is relative to: " + list()
            + ". If absent, it runs where the session is.")
        + "}";
  }

  /** For the description of a tool that takes patches; empty where there is no choice. */
  public String patchHint() {
    return isChoice()
        ? "\n\nTo patch files elsewhere, put a line `*** Environment ID: {id}` after the first"
            + " one: " + list() + "."
        : "";
  }

  private String list() {
    return directories.entrySet().stream()
        .map(place -> "`" + place.getKey() + "` begins in " + place.getValue())
        .collect(Collectors.joining(", "));
  }
}
