package dev.codex.model;

import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.CustomToolCallOutput;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The items of a conversation in the order the model shall read them, each already encoded as the
 * JSON of the Responses API. An item is encoded once in its life: adding one to a conversation of
 * thousands costs the one, and the inputs of successive requests share all their bytes.
 *
 * <p>Immutable: {@link #plus} gives a new input and leaves this one as it is.
 */
public final class ModelInput {

  private static final ModelInput EMPTY = new ModelInput(new Shelf(16), 0, 0);

  private final Shelf shelf;
  private final int size;
  private final long bytes;

  private ModelInput(Shelf shelf, int size, long bytes) {
    this.shelf = shelf;
    this.size = size;
    this.bytes = bytes;
  }

  public static ModelInput empty() {
    return EMPTY;
  }

  public static ModelInput of(List<? extends ModelItem> items) {
    ModelInput input = EMPTY;
    for (ModelItem item : items) {
      input = input.plus(item);
    }
    return input;
  }

  public ModelInput plus(ModelItem item) {
    return plusJson(ModelItemCodec.encode(item));
  }

  /**
   * Adds an item that is encoded already.
   *
   * @param json UTF-8 of one item; owned by the input from now on
   */
  public ModelInput plusJson(byte[] json) {
    return new ModelInput(shelf.with(size, json), size + 1, bytes + json.length);
  }

  public int size() {
    return size;
  }

  /** Bytes of all items together, without separators. */
  public long byteCount() {
    return bytes;
  }

  /** UTF-8 of the item at the index. Not a copy: do not write to it. */
  public byte[] json(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size);
    }
    return shelf.get(index);
  }

  /** The items, decoded when they are asked for. */
  public List<ModelItem> items() {
    return new AbstractList<>() {
      @Override
      public ModelItem get(int index) {
        return ModelItemCodec.decode(json(index));
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /**
   * The text that answers the call of this id, the last one if models repeat ids.
   *
   * @throws NoSuchElementException if no output of that call is in the input
   */
  public String toolOutput(String callId) {
    for (int i = size - 1; i >= 0; i--) {
      ModelItem item = ModelItemCodec.decode(json(i));
      if (item instanceof FunctionCallOutput output && output.callId().equals(callId)) {
        return output.text();
      }
      if (item instanceof CustomToolCallOutput output && output.callId().equals(callId)) {
        return output.text();
      }
    }
    throw new NoSuchElementException("The input holds no output of the call '" + callId + "'.");
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ModelInput that) || that.size != size || that.bytes != bytes) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!Arrays.equals(json(i), that.json(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return 31 * size + Long.hashCode(bytes);
  }

  /** A JSON array of the items. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",").append(new String(json(i), StandardCharsets.UTF_8));
    }
    return text.append(']').toString();
  }

  /**
   * Storage that inputs share: the first to add behind a size does so in place, everybody else
   * copies. A conversation only ever grows at its end, so in practice nothing is copied.
   */
  private static final class Shelf {
    private byte[][] slots; // guarded by this; slots below used never change
    private int used; // guarded by this

    Shelf(int capacity) {
      slots = new byte[capacity][];
    }

    synchronized byte[] get(int index) {
      return slots[index];
    }

    synchronized Shelf with(int size, byte[] json) {
      Shelf target = this;
      if (used != size || size == 0) {
        target = new Shelf(Math.max(4, size + 4));
        System.arraycopy(slots, 0, target.slots, 0, size);
        target.used = size;
      }
      target.add(json);
      return target;
    }

    private synchronized void add(byte[] json) {
      if (used == slots.length) {
        slots = Arrays.copyOf(slots, used + (used >> 1) + 4);
      }
      slots[used++] = json;
    }
  }
}
