package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code grep_files}: the files in which a regular expression is found, the last changed first.
 * What git ignores is left out. Ripgrep does it where commands find it, and otherwise this class,
 * with the regular expressions of Java.
 */
public final class GrepFilesTool implements ReadingTool {

  static final String NAME = "grep_files";

  private static final int STANDARD_LIMIT = 100;
  private static final int MAX_LIMIT = 2_000;
  private static final int MAX_PATTERN = 2_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ToolSpec spec = SchemaFile.function(
      GrepFilesTool.class,
      NAME,
      "Finds the files whose text matches a regular expression, last changed first.");

  private GrepFilesTool() {}

  public static GrepFilesTool create() {
    return new GrepFilesTool();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    query(invocation);
    return ReadingTool.super.describe(invocation);
  }

  private static GrepQuery query(ToolInvocation invocation) {
    Arguments arguments = invocation.argumentsAs(Arguments.class);
    Limits.positive("limit", arguments.limit());
    String pattern = arguments.pattern().strip();
    if (pattern.isEmpty() || pattern.length() > MAX_PATTERN) {
      throw new ToolException(
          "pattern must have 1 to " + MAX_PATTERN + " characters and has " + pattern.length());
    }
    return new GrepQuery(
        pattern,
        arguments.include().map(String::strip).filter(glob -> !glob.isEmpty()),
        Paths.resolve(invocation, arguments.path().orElse("")),
        Math.min(arguments.limit().orElse(STANDARD_LIMIT), MAX_LIMIT));
  }

  @Override
  public ToolResult call(ToolInvocation invocation) throws InterruptedException {
    GrepQuery query = query(invocation);
    try {
      if (Paths.followed(query.path(), invocation.files()).isEmpty()) {
        throw new ToolException(
            "unable to access `" + query.path() + "`: No such file or directory");
      }
      Optional<List<Path>> found = Ripgrep.search(query, invocation, TIMEOUT);
      List<Path> paths =
          found.isPresent() ? found.get() : new FileGrep(query, invocation, TIMEOUT).search();
      return ToolResult.text(text(paths, query.limit()));
    } catch (IOException e) {
      throw Failures.reading(query.path(), e);
    }
  }

  private static String text(List<Path> paths, int limit) {
    if (paths.isEmpty()) {
      return "No matches found.";
    }
    StringBuilder text = new StringBuilder();
    for (Path path : paths.subList(0, Math.min(limit, paths.size()))) {
      text.append(text.length() == 0 ? "" : "\n").append(path);
    }
    return text.toString();
  }

  @Override
  public Duration timeout() {
    return TIMEOUT.plusSeconds(10);
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** What the model passes. */
  record Arguments(
      String pattern, Optional<String> include, Optional<String> path, OptionalInt limit) {}
}
