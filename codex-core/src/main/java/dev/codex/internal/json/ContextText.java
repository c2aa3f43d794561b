package dev.codex.internal.json;

import java.util.List;

/** Tells what a harness wrote in the user's name from what the user said (codex-behaviour 2.9). */
public final class ContextText {

  public static final String ENVIRONMENT = "<environment_context";

  private static final List<String> OPENINGS = List.of(
      ENVIRONMENT,
      "# AGENTS.md instructions",
      "<user_instructions>",
      "<INSTRUCTIONS>",
      "<skill>",
      "<user_shell_command>",
      "<turn_aborted>",
      "<subagent_notification>",
      "<hook_prompt",
      "<user_action>");

  private ContextText() {}

  /** Whether a user message that begins so is context and does not count as a turn. */
  public static boolean is(String text) {
    String start = text.stripLeading();
    return OPENINGS.stream().anyMatch(start::startsWith);
  }
}
