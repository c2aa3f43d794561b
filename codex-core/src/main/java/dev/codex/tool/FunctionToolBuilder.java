package dev.codex.tool;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** Puts a tool together from a record and a function. */
public final class FunctionToolBuilder<A> {

  /** What servers accept. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  final String name;
  final String description;
  final Class<A> arguments;
  boolean parallelSafe;
  boolean mutating = true;
  Duration timeout = Duration.ofMinutes(10);

  FunctionToolBuilder(String name, String description, Class<A> arguments) {
    this.name = checked(name);
    this.description = Objects.requireNonNull(description, "description");
    this.arguments = Objects.requireNonNull(arguments, "arguments");
  }

  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("A tool cannot be named \""
          + name
          + "\"; use 1 to 64 letters, digits, underscores and hyphens.");
    }
    return name;
  }

  /** Calls may run beside each other. */
  public FunctionToolBuilder<A> parallelSafe() {
    parallelSafe = true;
    return this;
  }

  /** The tool changes nothing outside its answer. */
  public FunctionToolBuilder<A> readOnly() {
    mutating = false;
    return this;
  }

  public FunctionToolBuilder<A> timeout(Duration timeout) {
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    return this;
  }

  /**
   * The tool.
   *
   * @throws IllegalArgumentException if the record cannot be described as a JSON schema; the
   *     message names the component
   */
  public Tool build(ToolFunction<A> function) {
    return buildWith((arguments, invocation) -> function.apply(arguments));
  }

  /** Like {@link #build}, for a body that wants the invocation too. */
  public Tool buildWith(ToolHandler<A> handler) {
    return new RecordTool<>(this, handler);
  }
}
