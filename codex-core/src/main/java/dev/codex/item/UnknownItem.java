package dev.codex.item;

/** An item of a kind that this version does not know; {@code json} is the item as it came. */
public record UnknownItem(String type, String json) implements ModelItem {

  @Override
  public String id() {
    return "";
  }
}
