package dev.codex;

import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tool with a raw schema whose body a test gives. */
final class TestTool implements Tool {

  /** What a test wants done. */
  interface Body {
    ToolResult call(ToolInvocation invocation) throws Exception;
  }

  final List<String> inputs = new CopyOnWriteArrayList<>();
  private final ToolSpec spec;
  private final Body body;
  boolean parallelSafe;
  Duration timeout = Duration.ofMinutes(1);

  TestTool(String name, Body body) {
    this.spec = ToolSpec.function(
        name,
        "Does what the test says.",
        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":true}",
        ToolSpec.Strictness.LENIENT);
    this.body = body;
  }

  static TestTool echo(String name) {
    return new TestTool(name, invocation -> ToolResult.text("echo " + invocation.input()));
  }

  TestTool parallelSafe() {
    parallelSafe = true;
    return this;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) throws Exception {
    inputs.add(invocation.input());
    return body.call(invocation);
  }

  @Override
  public boolean isParallelSafe() {
    return parallelSafe;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }
}
