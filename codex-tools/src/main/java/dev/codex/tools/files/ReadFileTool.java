package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.schema.SchemaFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * {@code read_file}: lines of a text file with their numbers. A file of any size is read as a
 * stream; a long line is cut.
 */
public final class ReadFileTool implements ReadingTool {

  static final String NAME = "read_file";

  private static final int STANDARD_LIMIT = 2_000;
  private static final int MAX_LIMIT = 10_000;

  private final ToolSpec spec = SchemaFile.function(
      ReadFileTool.class,
      NAME,
      "Reads lines of a text file. Each comes with its number, and long ones are cut.");

  private ReadFileTool() {}

  public static ReadFileTool create() {
    return new ReadFileTool();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    arguments(invocation);
    return ReadingTool.super.describe(invocation);
  }

  private static Arguments arguments(ToolInvocation invocation) {
    Arguments arguments = invocation.argumentsAs(Arguments.class);
    Limits.positive("offset", arguments.offset());
    Limits.positive("limit", arguments.limit());
    return arguments;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    Arguments arguments = arguments(invocation);
    Path path = Paths.resolve(invocation, arguments.file_path());
    int from = arguments.offset().orElse(1);
    int limit = Math.min(arguments.limit().orElse(STANDARD_LIMIT), MAX_LIMIT);
    NumberedLines lines = new NumberedLines(from, limit, invocation.cancellation());
    try (InputStream in = open(path, invocation.files())) {
      lines.read(in);
    } catch (IOException e) {
      throw Failures.reading(path, e);
    }
    if (lines.count() == 0 && from > 1) {
      throw new ToolException("offset exceeds file length: " + path + " has " + lines.total()
          + " lines, and line " + from + " was asked for");
    }
    return ToolResult.text(lines.text());
  }

  private static InputStream open(Path path, FileAccess files) throws IOException {
    return new BufferedInputStream(files.open(path), 1 << 16);
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** What the model passes. */
  record Arguments(String file_path, OptionalInt offset, OptionalInt limit) {}
}
