package dev.codex.tool;

/** Like {@link ToolFunction}, for bodies that want the invocation too. */
@FunctionalInterface
public interface ToolHandler<A> {

  Object apply(A arguments, ToolInvocation invocation) throws Exception;
}
