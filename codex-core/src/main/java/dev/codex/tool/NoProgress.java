package dev.codex.tool;

import dev.codex.item.WorkItem;

enum NoProgress implements Progress {
  INSTANCE;

  @Override
  public void started(WorkItem item) {}

  @Override
  public void output(String itemId, String text) {}

  @Override
  public void completed(WorkItem item) {}
}
