package dev.codex.tools.shell;

import dev.codex.item.CommandExecution;
import dev.codex.item.WorkItem;
import dev.codex.tool.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a tool reports. */
final class RecordingProgress implements Progress {

  final List<CommandExecution> started = new CopyOnWriteArrayList<>();
  final List<CommandExecution> completed = new CopyOnWriteArrayList<>();
  final List<String> pieces = new CopyOnWriteArrayList<>();
  private final Runnable onOutput;

  RecordingProgress() {
    this(() -> {});
  }

  RecordingProgress(Runnable onOutput) {
    this.onOutput = onOutput;
  }

  @Override
  public void started(WorkItem item) {
    started.add((CommandExecution) item);
  }

  @Override
  public void output(String itemId, String text) {
    if (!itemId.equals(started.get(started.size() - 1).id())) {
      throw new AssertionError("output of an item that was not started: " + itemId);
    }
    pieces.add(text);
    onOutput.run();
  }

  @Override
  public void completed(WorkItem item) {
    completed.add((CommandExecution) item);
  }
}
