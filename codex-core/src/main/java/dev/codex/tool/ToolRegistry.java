package dev.codex.tool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The tools of an agent by name, in the order they were added. Immutable. */
public final class ToolRegistry {

  private static final ToolRegistry EMPTY = new ToolRegistry(Map.of());

  private final Map<String, Tool> tools;
  private final List<ToolSpec> specs;

  private ToolRegistry(Map<String, Tool> tools) {
    this.tools = tools;
    this.specs = tools.values().stream().map(Tool::spec).toList();
  }

  public static ToolRegistry empty() {
    return EMPTY;
  }

  /**
   * A registry of these tools.
   *
   * @throws IllegalArgumentException if two tools have one name
   */
  public static ToolRegistry of(Collection<? extends Tool> tools) {
    Map<String, Tool> byName = new LinkedHashMap<>();
    for (Tool tool : tools) {
      String name = Objects.requireNonNull(tool, "tool").spec().name();
      if (byName.putIfAbsent(name, tool) != null) {
        throw new IllegalArgumentException(
            "Two tools are named '" + name + "'. Leave one out or rename it.");
      }
    }
    return new ToolRegistry(byName);
  }

  /**
   * These tools and one more.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public ToolRegistry plus(Tool tool) {
    List<Tool> more = new ArrayList<>(tools.values());
    more.add(tool);
    return of(more);
  }

  /** These tools without the one of that name, if there is one. */
  public ToolRegistry minus(String name) {
    List<Tool> fewer = new ArrayList<>(tools.values());
    fewer.removeIf(tool -> tool.spec().name().equals(name));
    return of(fewer);
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** What the model is told, in order; the same list at every call. */
  public List<ToolSpec> specs() {
    return specs;
  }

  public Collection<Tool> tools() {
    return tools.values();
  }

  public int size() {
    return tools.size();
  }
}
