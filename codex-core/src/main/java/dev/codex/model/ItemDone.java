package dev.codex.model;

import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.ModelItem;
import java.util.Arrays;

/** A finished item of an answer: the one kind of event that makes history. */
public final class ItemDone implements ModelEvent {

  private final ModelItem item;
  private final byte[] json;

  private ItemDone(ModelItem item, byte[] json) {
    this.item = item;
    this.json = json;
  }

  public static ItemDone of(ModelItem item) {
    return new ItemDone(item, ModelItemCodec.encode(item));
  }

  /**
   * An item together with the JSON that shall stand for it in later requests, so that what a newer
   * server adds to its items comes back to it.
   *
   * @param json UTF-8; owned by the event from now on
   */
  public static ItemDone of(ModelItem item, byte[] json) {
    return new ItemDone(item, json);
  }

  public ModelItem item() {
    return item;
  }

  /** UTF-8 of the item. Not a copy: do not write to it. */
  public byte[] json() {
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemDone that
        && that.item.equals(item)
        && Arrays.equals(that.json, json);
  }

  @Override
  public int hashCode() {
    return item.hashCode();
  }

  @Override
  public String toString() {
    return "ItemDone[" + item + "]";
  }
}
