package dev.codex.tool;

import dev.codex.item.WorkItem;

/**
 * How a tool tells those who watch the turn what it is doing. A tool that reports nothing is shown
 * as a {@link dev.codex.item.ToolExecution}.
 */
public interface Progress {

  /** Work has begun; the same id must be {@link #completed} later. */
  void started(WorkItem item);

  /** More output of the work with this id. */
  void output(String itemId, String text);

  void completed(WorkItem item);

  /** Nobody watches. */
  static Progress none() {
    return NoProgress.INSTANCE;
  }
}
