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

  private final List<String> faults = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int calls;

  private EventCheck() {}

  /** What is wrong; empty if all is well. */
  static List<String> faults(Turn turn, int rounds) {
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);
    EventCheck check = new EventCheck();
    check.frame(events.get(0), events.get(events.size() - 1));
    events.forEach(check::read);
    check.end(rounds);
    return check.faults;
  }

  private void frame(Event first, Event last) {
    if (!(first instanceof TurnStarted)) {
      faults.add("the first event is " + first);
    }
    if (!(last instanceof TurnCompleted)) {
      faults.add("the last event is " + last);
    }
  }

  private void read(Event event) {
    if (event instanceof ItemStarted started) {
      open.add(started.item().id());
    } else if (event instanceof TextDelta delta) {
      text.append(delta.text());
    } else if (event instanceof ItemCompleted completed) {
      completed(completed.item(), open.remove(completed.item().id()));
    }
  }

  private void completed(Item item, boolean wasOpen) {
    if (item instanceof ToolExecution call) {
      calls++;
      boolean isGood = call.status() == WorkStatus.COMPLETED && call.output().equals("ok");
      if (!wasOpen || !isGood) {
        faults.add("a call came to " + call);
      }
    } else if (item instanceof AgentMessage message && !message.text().contentEquals(text)) {
      faults.add("the message is " + message.text() + " but its deltas are " + text);
    }
  }

  private void end(int rounds) {
    if (!open.isEmpty()) {
      faults.add("these items never ended: " + open);
    }
    if (calls != rounds) {
      faults.add(calls + " calls instead of " + rounds);
    }
    if (text.isEmpty()) {
      faults.add("there is no final text");
    }
  }
}
