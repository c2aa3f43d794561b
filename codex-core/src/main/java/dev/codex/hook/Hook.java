package dev.codex.hook;

import java.time.Duration;

/**
 * Code of the host that is called at fixed points of a session, for every tool alike, and that may
 * stop what comes next.
 *
 * <p>Called on a thread of its own while the turn or the call waits; hooks are called one after
 * another in the order they were added, and each sees every event. The first that denies is the one
 * that counts. A hook that throws, returns null or takes longer than its {@link #timeout()} where
 * it could have denied has denied. If the turn is interrupted meanwhile, so is the hook's thread.
 */
@FunctionalInterface
public interface Hook {

  HookResult on(HookEvent event);

  /** What people and models are told about where a word came from; the class, unless overridden. */
  default String name() {
    String name = getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** How long an event is waited for; one minute. */
  default Duration timeout() {
    return Duration.ofMinutes(1);
  }
}
