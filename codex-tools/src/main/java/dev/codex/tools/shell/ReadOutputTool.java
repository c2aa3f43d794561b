package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.tool.Describe;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tools.shell.output.KeptOutputs;
import dev.codex.tools.shell.output.OutputRange;
import java.util.OptionalLong;

/** {@code read_output}: reads what an answer about a command had to leave out. */
public final class ReadOutputTool {

  private static final String NAME = "read_output";

  private ReadOutputTool() {}

  /** The tool; it finds what {@link ExecCommandTool} kept in the same session. */
  public static Tool create() {
    return Tool.builder(
            NAME,
            "Reads a part of a command's output that was cut, by lines or by bytes. Counting"
                + " begins with the output that the chunk is about.",
            Arguments.class)
        .readOnly()
        .buildWith(ReadOutputTool::read);
  }

  /** What the model passes. */
  record Arguments(
      @Describe("The Chunk ID of the answer whose output was cut")
      String chunk,

      @Describe("The first line to read, from 1; 1 if absent")
      OptionalLong line,

      @Describe("How many lines to read; 200 if absent") OptionalLong lines,

      @Describe("The first byte to read, from 0, instead of a line")
      OptionalLong offset,

      @Describe("How many bytes to read") OptionalLong length) {}

  private static Object read(Arguments arguments, ToolInvocation invocation) {
    KeptOutputs kept = invocation.session().get(KeptOutputs.class, OutputFolder.temporary()::open);
    KeptOutputs.Chunk chunk = kept.find(arguments.chunk())
        .orElseThrow(() -> new ToolException("read_output failed: there is no cut output with the"
            + " chunk ID `" + arguments.chunk() + "` in this session"));
    OutputRange range = new OutputRange(chunk);
    return arguments.offset().isPresent() || arguments.length().isPresent()
        ? range.bytes(
            arguments.offset().orElse(0), arguments.length().orElse(OutputRange.MAX_BYTES))
        : range.lines(arguments.line().orElse(1), arguments.lines().orElse(OutputRange.LINES));
  }
}
