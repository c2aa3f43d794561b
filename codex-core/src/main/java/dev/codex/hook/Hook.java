package dev.codex.hook;

/**
 * Code of the host that is called at fixed points of a turn, for every tool alike, and that may
 * stop what comes next.
 *
 * <p>Called on the thread of the turn or of the call it is about, hooks in the order they were
 * added; the first that denies ends it. A hook that throws or returns null where it could have
 * denied has denied.
 */
@FunctionalInterface
public interface Hook {

  HookResult on(HookEvent event);
}
