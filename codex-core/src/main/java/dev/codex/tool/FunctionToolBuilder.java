package dev.codex.tool;

import java.time.Duration;
import java.util.Objects;

/** Puts a tool together from a record and a function. */
public final class FunctionToolBuilder<A> {

  final String name;
  final String description;
  final Class<A> arguments;
  boolean parallelSafe;
  boolean mutating = true;
  Duration timeout = Duration.ofMinutes(10);

  FunctionToolBuilder(String name, String description, Class<A> arguments) {
    this.name = ToolSpec.checkedName(name);
    this.description = Objects.requireNonNull(description, "description");
    this.arguments = Objects.requireNonNull(arguments, "arguments");
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
