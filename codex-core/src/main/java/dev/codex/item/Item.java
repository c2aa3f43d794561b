package dev.codex.item;

/** One unit of a conversation: something said, asked for or done. */
public sealed interface Item permits ModelItem, WorkItem {

  /** Names this item within its session; empty where a server gave none. */
  String id();
}
