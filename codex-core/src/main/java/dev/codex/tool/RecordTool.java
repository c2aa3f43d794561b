package dev.codex.tool;

import dev.codex.internal.schema.JsonWriter;
import dev.codex.internal.schema.RecordReader;
import dev.codex.internal.schema.RecordSchema;
import dev.codex.item.Content;
import dev.codex.policy.ApprovalRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A tool made of a record and a function. */
final class RecordTool<A> implements Tool {

  private final ToolSpec spec;
  private final RecordReader<A> reader;
  private final ToolHandler<A> handler;
  private final boolean parallelSafe;
  private final boolean mutating;
  private final Duration timeout;

  /** What was described last, mostly of the call that comes next. */
  private final AtomicReference<@Nullable Read<A>> latest = new AtomicReference<>();

  private record Read<A>(String input, A arguments) {}

  RecordTool(FunctionToolBuilder<A> builder, ToolHandler<A> handler) {
    this.spec = ToolSpec.function(
        builder.name,
        builder.description,
        RecordSchema.of(builder.arguments).json(),
        ToolSpec.Strictness.STRICT);
    this.reader = RecordReader.of(builder.arguments);
    this.handler = handler;
    this.parallelSafe = builder.parallelSafe;
    this.mutating = builder.mutating;
    this.timeout = builder.timeout;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) throws Exception {
    Read<A> described = latest.getAndSet(null);
    A arguments = described != null && described.input.equals(invocation.input())
        ? described.arguments
        : reader.read(invocation.input());
    return result(handler.apply(arguments, invocation));
  }

  /** Arguments that do not fit go back to the model before anybody is asked about them. */
  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    latest.set(new Read<>(invocation.input(), reader.read(invocation.input())));
    return Tool.super.describe(invocation);
  }

  static ToolResult result(@Nullable Object value) {
    if (value instanceof ToolResult result) {
      return result;
    }
    if (value == null) {
      return ToolResult.text("");
    }
    if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      return ToolResult.text(value.toString());
    }
    if (value instanceof Content content) {
      return ToolResult.of(content);
    }
    return ToolResult.json(JsonWriter.toJson(value));
  }

  @Override
  public boolean isParallelSafe() {
    return parallelSafe;
  }

  @Override
  public boolean isMutating() {
    return mutating;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return "Tool[" + spec.name() + "]";
  }
}
