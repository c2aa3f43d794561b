package dev.codex.item;

/**
 * What was done on the model's behalf; shown to whoever watches a turn and never sent. More kinds
 * will come: a {@code switch} needs a {@code default}.
 */
public sealed interface WorkItem extends Item
    permits CommandExecution, FileChange, Plan, ToolExecution, FutureItem {

  /** How far the work is; the last {@code ItemCompleted} of an item never says in progress. */
  WorkStatus status();
}
