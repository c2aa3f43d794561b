package dev.codex.examples.cli.output;

import dev.codex.event.Event;
import java.io.PrintStream;

/** Prints JSON lines, each as soon as it is known. */
public final class JsonPrinter implements EventPrinter {

  private final PrintStream out;
  private final ExecJsonLines lines = new ExecJsonLines();

  public JsonPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(RunInfo info) {
    print(lines.threadStarted(info.sessionId()));
  }

  @Override
  public void warning(String message) {
    print(lines.warning(message));
  }

  @Override
  public void event(Event event) {
    lines.lines(event).forEach(this::print);
  }

  @Override
  public void failure(String message) {
    lines.failure(message).forEach(this::print);
  }

  @Override
  public void finished(String lastMessage) {
    // The last line of the turn has said so.
  }

  /** One write per line, so that lines never mix with those of another writer. */
  private void print(String line) {
    out.print(line + "\n");
    out.flush();
  }
}
