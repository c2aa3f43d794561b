package dev.codex.tool;

/**
 * The body of a tool: typed arguments in, an answer out. A {@link ToolResult} is passed on as it
 * is, a string or a number becomes text, and any other value becomes JSON.
 */
@FunctionalInterface
public interface ToolFunction<A> {

  Object apply(A arguments) throws Exception;
}
