package dev.codex.internal.lease;

import dev.codex.error.CodexException;
import dev.codex.item.ChangedFile;
import dev.codex.item.CommandExecution;
import dev.codex.item.Content;
import dev.codex.item.FileChange;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkItem;
import dev.codex.policy.Secrets;
import dev.codex.tool.ToolResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Takes secrets out of whatever carries what a tool said. */
public final class Redaction {

  private final Secrets secrets;

  public Redaction(Secrets secrets) {
    this.secrets = secrets;
  }

  public Secrets secrets() {
    return secrets;
  }

  public ToolResult of(ToolResult result) {
    if (secrets.isEmpty() || !shows(result)) {
      return result;
    }
    return result.toBuilder()
        .content(result.content().stream().map(this::of).toList())
        .build();
  }

  private boolean shows(ToolResult result) {
    for (Content part : result.content()) {
      if (of(part) != part) {
        return true;
      }
    }
    return false;
  }

  /** A text without a secret stays the same object. */
  private Content of(Content part) {
    if (part instanceof Content.Text text) {
      String clean = secrets.redact(text.text());
      return clean.equals(text.text()) ? part : Content.text(clean);
    }
    return part instanceof Content.Unknown unknown
        ? new Content.Unknown(unknown.type(), secrets.redact(unknown.json()))
        : part;
  }

  public WorkItem of(WorkItem item) {
    if (secrets.isEmpty()) {
      return item;
    }
    if (item instanceof CommandExecution command) {
      return command.toBuilder()
          .command(command.command().stream().map(secrets::redact).toList())
          .output(secrets.redact(command.output()))
          .build();
    }
    if (item instanceof FileChange change) {
      return change.toBuilder().changes(of(change.changes())).build();
    }
    return item instanceof ToolExecution tool
        ? tool.toBuilder()
            .input(secrets.redact(tool.input()))
            .output(secrets.redact(tool.output()))
            .build()
        : item;
  }

  private List<ChangedFile> of(List<ChangedFile> changes) {
    List<ChangedFile> clean = new ArrayList<>();
    for (ChangedFile file : changes) {
      clean.add(file.toBuilder().diff(secrets.redact(file.diff())).build());
    }
    return List.copyOf(clean);
  }

  /** The same, unless some message in it shows a secret; then one that says where it was thrown. */
  public Throwable of(Throwable fault) {
    if (secrets.isEmpty()) {
      return fault;
    }
    StringBuilder messages = new StringBuilder();
    collect(fault, messages, Collections.newSetFromMap(new IdentityHashMap<>()));
    String all = messages.toString();
    if (all.equals(secrets.redact(all))) {
      return fault;
    }
    CodexException clean = new CodexException(secrets.redact(fault.toString()));
    clean.setStackTrace(fault.getStackTrace());
    return clean;
  }

  private static void collect(Throwable fault, StringBuilder messages, Set<Throwable> seen) {
    if (!seen.add(fault)) {
      return;
    }
    messages.append(fault).append('\n');
    if (fault.getCause() != null) {
      collect(fault.getCause(), messages, seen);
    }
    for (Throwable suppressed : fault.getSuppressed()) {
      collect(suppressed, messages, seen);
    }
  }
}
