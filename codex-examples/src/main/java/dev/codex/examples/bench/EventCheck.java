package dev.codex.examples.bench;

import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.TextDelta;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnStarted;
import dev.codex.item.AgentMessage;
import dev.codex.item.Item;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkStatus;
import java.util.ArrayList;
import java.util.List;

/** Whether the events of a turn are all there and in order. */
final class EventCheck {

  private EventCheck() {}

  /** What is wrong; empty if all is well. */
  static List<String> faults(Turn turn, int rounds) {
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);
    List<String> faults = new ArrayList<>();
    if (!(events.get(0) instanceof TurnStarted)) {
      faults.add("the first event is " + events.get(0));
    }
    if (!(events.get(events.size() - 1) instanceof TurnCompleted)) {
      faults.add("the last event is " + events.get(events.size() - 1));
    }
    List<String> open = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int calls = 0;
    for (Event event : events) {
      if (event instanceof ItemStarted started) {
        open.add(started.item().id());
      } else if (event instanceof TextDelta delta) {
        text.append(delta.text());
      } else if (event instanceof ItemCompleted completed) {
        Item item = completed.item();
        boolean wasOpen = open.remove(item.id());
        if (item instanceof ToolExecution call) {
          calls++;
          if (!wasOpen
              || call.status() != WorkStatus.COMPLETED
              || !call.output().equals("ok")) {
            faults.add("a call came to " + call);
          }
        } else if (item instanceof AgentMessage message && !message.text().contentEquals(text)) {
          faults.add("the message is " + message.text() + " but its deltas are " + text);
        }
      }
    }
    if (!open.isEmpty()) {
      faults.add("these items never ended: " + open);
    }
    if (calls != rounds) {
      faults.add(calls + " calls instead of " + rounds);
    }
    if (text.isEmpty()) {
      faults.add("there is no final text");
    }
    return faults;
  }
}
