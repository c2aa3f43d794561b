package dev.codex.event;

/**
 * Something that happened during a turn. Events of a turn are totally ordered; a turn's last event
 * is a {@link TurnCompleted}, {@link TurnInterrupted} or {@link TurnFailed}, and nothing else is.
 *
 * <p>More kinds will come: a {@code switch} over events needs a {@code default}.
 */
public sealed interface Event
    permits TurnStarted,
        ItemStarted,
        ItemCompleted,
        TextDelta,
        ReasoningDelta,
        OutputDelta,
        Steered,
        UsageUpdated,
        RateLimitsUpdated,
        ApprovalAsked,
        ApprovalAnswered,
        ApprovalDeferred,
        HookDenied,
        Retrying,
        Notice,
        TurnCompleted,
        TurnInterrupted,
        TurnFailed,
        FutureEvent {}
