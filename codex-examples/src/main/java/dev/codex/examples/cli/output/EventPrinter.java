package dev.codex.examples.cli.output;

import dev.codex.event.Event;

/** Shows a run to whoever started it. Used by one thread. */
public interface EventPrinter {

  void started(RunInfo info);

  /** Something a person should know before the turn begins. */
  void warning(String message);

  void event(Event event);

  /** The turn could not be begun. */
  void failure(String message);

  /** The turn has ended; the message is empty if there is none. */
  void finished(String lastMessage);
}
