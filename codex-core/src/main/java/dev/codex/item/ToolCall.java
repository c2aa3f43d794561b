package dev.codex.item;

/** A model's wish to have a tool called, in either of its two spellings. */
public interface ToolCall {

  /** Ties the call to its output; not necessarily unique, since models repeat them. */
  String callId();

  String name();

  /** JSON text of a function call, free text of a custom tool call; just as the model wrote it. */
  String input();

  /** The same call with another input. */
  ToolCall withInput(String input);
}
