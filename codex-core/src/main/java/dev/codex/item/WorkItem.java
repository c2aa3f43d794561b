package dev.codex.item;

/** What was done on the model's behalf; shown to whoever watches a turn and never sent. */
public sealed interface WorkItem extends Item permits CommandExecution, FileChange, Plan, ToolExecution {

  /** How far the work is; the last {@code ItemCompleted} of an item never says in progress. */
  WorkStatus status();
}
