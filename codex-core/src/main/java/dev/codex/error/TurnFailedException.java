package dev.codex.error;

import dev.codex.item.Item;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A turn ended without an answer. What it did before stays done and is kept in the transcript. */
public final class TurnFailedException extends CodexException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable List<Item> items;

  public TurnFailedException(String message, List<Item> items, @Nullable Throwable cause) {
    super(message, cause);
    this.items = List.copyOf(items);
  }

  /** What was completed before the failure, in order; empty once this was serialized. */
  public List<Item> items() {
    return Objects.requireNonNullElse(items, List.of());
  }
}
