package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.AgentMessage;
import dev.codex.item.CustomToolCall;
import dev.codex.item.CustomToolCallOutput;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the strictest of servers would check before it answers. */
public final class ValidHistory {

  private ValidHistory() {}

  /** Fails unless every call has its one output right behind the calls of its answer. */
  public static void check(List<ModelItem> history) {
    Set<String> ids = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (ModelItem item : history) {
      assertThat(item.id().isEmpty() || ids.add(item.id()))
          .as("unique id %s", item)
          .isTrue();
      if (item instanceof FunctionCall call) {
        open.add(call.callId());
      } else if (item instanceof CustomToolCall call) {
        open.add(call.callId());
      } else if (item instanceof FunctionCallOutput output) {
        assertThat(open.remove(output.callId()))
            .as("output without call %s", item)
            .isTrue();
      } else if (item instanceof CustomToolCallOutput output) {
        assertThat(open.remove(output.callId()))
            .as("output without call %s", item)
            .isTrue();
      } else {
        assertThat(open).as("calls without output before %s", item).isEmpty();
      }
      if (item instanceof AgentMessage message) {
        assertThat(message.text()).isNotEmpty();
      }
      if (item instanceof UserMessage message) {
        assertThat(message.text()).isNotEmpty();
      }
    }
    assertThat(open).as("calls without output").isEmpty();
  }
}
