package dev.codex.internal.step;

import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.LoopGuard;
import java.time.Instant;

/**
 * What a turn may use up.
 *
 * @param spentBefore what the session had used when the turn began
 * @param sessionStart when the first turn of the session in this process began
 */
public record Limits(
    Budget turn,
    Budget session,
    Spent spentBefore,
    Instant sessionStart,
    LoopGuard loopGuard,
    int streamRetries) {}
