package dev.codex.internal.rollout;

import dev.codex.internal.json.ContextText;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation as the log tells it. All is kept until the end, since a later line may take back
 * turns, and with them the compaction that happened in one of them.
 */
final class RecordedHistory {

  private final List<Step> steps = new ArrayList<>();
  private @Nullable List<Step> current; // the items that count, once they were asked for

  void add(int line, byte[] item) {
    steps.add(new Step(line, item, null));
    current = null;
  }

  /** A compaction: the given items stand for all before. */
  void replace(int line, List<byte[]> items) {
    steps.add(new Step(line, null, List.copyOf(items)));
    current = null;
  }

  /** A compaction of old: what the user said stays, and a summary stands for the rest. */
  void summarize(int line, String summary) {
    List<byte[]> items = new ArrayList<>();
    for (Step step : current()) {
      if (isTurn(step)) {
        items.add(step.item());
      }
    }
    items.add(ModelItemCodec.encode(UserMessage.of("", summary)));
    replace(line, items);
  }

  /** Drops the last turns of the user and the context that was told right before them. */
  void rollBack(long turns) {
    int cut = steps.size();
    for (long left = turns; left > 0 && cut > 0; ) {
      cut--;
      if (isTurn(steps.get(cut))) {
        left--;
      }
    }
    while (turns > 0 && cut > 0 && isContext(steps.get(cut - 1))) {
      cut--;
    }
    steps.subList(cut, steps.size()).clear();
    current = null;
  }

  ModelInput input() {
    ModelInput input = ModelInput.empty();
    for (Step step : current()) {
      input = input.plusJson(step.item());
    }
    return input;
  }

  /** The line that the item at this index of the input came from. */
  int lineOf(int index) {
    return current().get(index).line();
  }

  boolean hasContext() {
    return current().stream()
        .anyMatch(step -> contains(step.item(), ContextText.ENVIRONMENT)
            && decoded(step) instanceof UserMessage message
            && message.text().startsWith(ContextText.ENVIRONMENT));
  }

  private List<Step> current() {
    List<Step> known = current;
    if (known == null) {
      known = afterLastCompaction();
      current = known;
    }
    return known;
  }

  private List<Step> afterLastCompaction() {
    int start = steps.size();
    while (start > 0 && steps.get(start - 1).replacement() == null) {
      start--;
    }
    List<Step> items = new ArrayList<>();
    if (start > 0) {
      Step base = steps.get(start - 1);
      for (byte[] item : base.items()) {
        items.add(new Step(base.line(), item, null));
      }
    }
    items.addAll(steps.subList(start, steps.size()));
    return items;
  }

  /** Spares decoding items that cannot be meant. */
  private static boolean contains(byte[] json, String text) {
    for (int i = 0; i + text.length() <= json.length; i++) {
      int matched = 0;
      while (matched < text.length() && json[i + matched] == text.charAt(matched)) {
        matched++;
      }
      if (matched == text.length()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTurn(Step step) {
    return decoded(step) instanceof UserMessage message && !ContextText.is(message.text());
  }

  private static boolean isContext(Step step) {
    ModelItem item = decoded(step);
    return item instanceof DeveloperMessage
        || item instanceof UserMessage message && ContextText.is(message.text());
  }

  private static @Nullable ModelItem decoded(Step step) {
    return step.replacement() == null ? ModelItemCodec.decode(step.item()) : null;
  }

  /** An item, or a compaction that has items of its own. */
  private record Step(
      int line, byte @Nullable [] json, @Nullable List<byte[]> replacement) {

    byte[] item() {
      return json == null ? new byte[0] : json;
    }

    List<byte[]> items() {
      return replacement == null ? List.of() : replacement;
    }
  }
}
