package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** {@code list_dir}: what is in a folder and, a little, below it. */
public final class ListDirTool implements ReadingTool {

  static final String NAME = "list_dir";

  private static final int STANDARD_LIMIT = 25;
  private static final int STANDARD_DEPTH = 2;
  private static final int MAX_LIMIT = 2_000;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_SEEN = 100_000;

  private final ToolSpec spec = SchemaFile.function(
      ListDirTool.class,
      NAME,
      "Lists a folder and those below it. Folders end in /, links in @, and what is neither file"
          + " nor folder in ?.");

  private ListDirTool() {}

  public static ListDirTool create() {
    return new ListDirTool();
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
    Limits.positive("depth", arguments.depth());
    return arguments;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    Arguments arguments = arguments(invocation);
    Path folder = Paths.resolve(invocation, arguments.dir_path());
    int from = arguments.offset().orElse(1) - 1;
    int limit = Math.min(arguments.limit().orElse(STANDARD_LIMIT), MAX_LIMIT);
    int depth = Math.min(arguments.depth().orElse(STANDARD_DEPTH), MAX_DEPTH);
    List<String> lines = new ArrayList<>();
    Walk walk = new Walk(invocation, (int) Math.min((long) from + limit + 1, MAX_SEEN), lines);
    try {
      walk.list(folder, depth, "");
    } catch (IOException e) {
      throw Failures.reading(folder, e);
    }
    if (from > 0 && from >= lines.size()) {
      throw new ToolException("offset exceeds directory entry count: " + folder + " has "
          + lines.size() + " entries down to that depth");
    }
    int end = Math.min(lines.size(), from + limit);
    StringBuilder text = new StringBuilder("Absolute path: ").append(folder);
    lines.subList(from, end).forEach(line -> text.append('\n').append(line));
    if (end < lines.size()) {
      text.append("\nMore than ").append(end - from).append(" entries found");
    }
    return ToolResult.text(text.toString());
  }

  /** Collects lines until there are enough. */
  private record Walk(ToolInvocation invocation, int enough, List<String> lines) {

    void list(Path folder, int depth, String indent) throws IOException {
      FileAccess files = invocation.files();
      for (FileEntry entry : files.list(folder)) {
        if (lines.size() >= enough || invocation.cancellation().isCancelled()) {
          return;
        }
        lines.add(indent + entry.name() + mark(entry.status().kind()));
        if (depth > 1 && entry.status().kind() == FileStatus.Kind.DIRECTORY) {
          below(folder.resolve(entry.name()), depth - 1, indent + "  ");
        }
      }
    }

    private void below(Path folder, int depth, String indent) {
      try {
        list(folder, depth, indent);
      } catch (IOException e) {
        lines.add(indent + "(" + Failures.reason(e) + ")");
      }
    }

    private static String mark(FileStatus.Kind kind) {
      return switch (kind) {
        case FILE -> "";
        case DIRECTORY -> "/";
        case SYMBOLIC_LINK -> "@";
        case OTHER -> "?";
      };
    }
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** What the model passes. */
  record Arguments(String dir_path, OptionalInt offset, OptionalInt limit, OptionalInt depth) {}
}
