package dev.codex.testing.cassette;

import dev.codex.model.ModelEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins deltas where a secret is spread over several of them and no single one gives it away: the
 * first then brings the redacted whole and the others are dropped.
 */
final class DeltaRedaction {

  private final Scrubber scrubber;

  DeltaRedaction(Scrubber scrubber) {
    this.scrubber = scrubber;
  }

  List<ModelEvent> apply(List<ModelEvent> events) {
    Map<Text, StringBuilder> whole = new LinkedHashMap<>();
    Map<Text, StringBuilder> pieces = new LinkedHashMap<>();
    for (ModelEvent event : events) {
      Text text = Text.of(event);
      if (text != null) {
        String delta = text(event);
        whole.computeIfAbsent(text, key -> new StringBuilder()).append(delta);
        pieces.computeIfAbsent(text, key -> new StringBuilder()).append(scrubber.redact(delta));
      }
    }
    List<ModelEvent> result = new ArrayList<>();
    Set<Text> joined = new HashSet<>();
    for (ModelEvent event : events) {
      Text text = Text.of(event);
      if (text == null) {
        result.add(event);
        continue;
      }
      String redacted = scrubber.redact(String.valueOf(whole.get(text)));
      if (redacted.contentEquals(String.valueOf(pieces.get(text)))) {
        result.add(event);
      } else if (joined.add(text)) {
        result.add(with(event, redacted));
      }
    }
    return result;
  }

  private static String text(ModelEvent event) {
    if (event instanceof ModelEvent.TextDelta delta) {
      return delta.text();
    }
    return event instanceof ModelEvent.ReasoningSummaryDelta delta
        ? delta.text()
        : ((ModelEvent.ReasoningTextDelta) event).text();
  }

  private static ModelEvent with(ModelEvent event, String text) {
    if (event instanceof ModelEvent.TextDelta delta) {
      return new ModelEvent.TextDelta(delta.itemId(), text);
    }
    if (event instanceof ModelEvent.ReasoningSummaryDelta delta) {
      return new ModelEvent.ReasoningSummaryDelta(delta.itemId(), delta.index(), text);
    }
    ModelEvent.ReasoningTextDelta delta = (ModelEvent.ReasoningTextDelta) event;
    return new ModelEvent.ReasoningTextDelta(delta.itemId(), delta.index(), text);
  }

  /** The text that a delta is a part of. */
  private record Text(Class<?> kind, String itemId, int index) {

    static @Nullable Text of(ModelEvent event) {
      if (event instanceof ModelEvent.TextDelta delta) {
        return new Text(event.getClass(), delta.itemId(), 0);
      }
      if (event instanceof ModelEvent.ReasoningSummaryDelta delta) {
        return new Text(event.getClass(), delta.itemId(), delta.index());
      }
      if (event instanceof ModelEvent.ReasoningTextDelta delta) {
        return new Text(event.getClass(), delta.itemId(), delta.index());
      }
      return null;
    }
  }
}
