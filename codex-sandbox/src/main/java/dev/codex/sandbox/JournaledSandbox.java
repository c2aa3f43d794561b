package dev.codex.sandbox;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.files.EditJournal;
import dev.codex.sandbox.files.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sandbox whose edits of files are whole even if this JVM is killed in the middle. */
final class JournaledSandbox implements Sandbox {

  private static final Logger LOG = LoggerFactory.getLogger(JournaledSandbox.class);

  private final Sandbox sandbox;
  private final EditJournal journal;

  private JournaledSandbox(Sandbox sandbox, EditJournal journal) {
    this.sandbox = sandbox;
    this.journal = journal;
  }

  /** Takes back what earlier processes have left half done. */
  static Sandbox of(Sandbox sandbox, Path folder) {
    EditJournal journal = EditJournal.in(folder);
    try {
      journal.recover().forEach(LOG::warn);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The edit journal in " + folder + " cannot be read. Name another folder, or look at what"
              + " is in this one.",
          e);
    }
    return new JournaledSandbox(sandbox, journal);
  }

  @Override
  public void require(SandboxPolicy policy) {
    sandbox.require(policy);
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    return sandbox.start(command, policy);
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return sandbox.environment(policy);
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    FileAccess files = sandbox.files(policy);
    return files instanceof LocalFiles local ? local.with(journal) : files;
  }

  @Override
  public String toString() {
    return sandbox.toString();
  }
}
