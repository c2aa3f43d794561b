package dev.codex.sandbox.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Decides what a client whose connection broke does next. Knows no sockets, no threads and no
 * clock: it is told the time, and each answer is good until it is told something new.
 *
 * <p>The last attempt begins {@link #LAST_CHANCE} before the deadline even if the next wait would
 * end later, since an executor often comes back just in time and its processes are at stake.
 */
final class Recovery {

  static final Duration LAST_CHANCE = Duration.ofMillis(500);

  private final RecoveryTimes times;
  private final IntFunction<Duration> delays;
  private final long reattachDeadline;
  private final long replayDeadline;
  private Phase phase = Phase.ATTEMPT;
  private int attempts;
  private long resumeAt;
  private String reason;

  private enum Phase {
    ATTEMPT,
    PAUSE,
    REPLAY,
    OVER
  }

  /**
   * Begins when the connection breaks.
   *
   * @param delays the wait after so many failed attempts
   * @param now nanoseconds on any scale
   */
  Recovery(RecoveryTimes times, IntFunction<Duration> delays, String reason, long now) {
    this.times = times;
    this.delays = delays;
    this.reason = reason;
    this.reattachDeadline = now + times.reattachWithin().toNanos();
    this.replayDeadline = reattachDeadline + times.replayWithin().toNanos();
  }

  /** What to do. */
  sealed interface Step {

    /** Connect and resume the session, and say how it went, within this time. */
    record Attempt(Duration within) implements Step {}

    /** Do nothing for this long. */
    record Pause(Duration duration) implements Step {}

    /** Fetch what was missed, within this time. */
    record Replay(Duration within) implements Step {}

    /** It is over: everything that ran is lost. */
    record GiveUp(String reason) implements Step {}
  }

  Step next(long now) {
    if (phase == Phase.PAUSE && now - resumeAt >= 0) {
      phase = Phase.ATTEMPT;
    }
    long deadline = phase == Phase.REPLAY ? replayDeadline : reattachDeadline;
    if (phase != Phase.OVER && now - deadline >= 0) {
      Duration window = times.reattachWithin();
      lose("recovery timed out after "
          + seconds(phase == Phase.REPLAY ? window.plus(times.replayWithin()) : window)
          + "; the last problem was: "
          + reason);
    }
    return switch (phase) {
      case ATTEMPT -> new Step.Attempt(Duration.ofNanos(deadline - now));
      case PAUSE -> new Step.Pause(Duration.ofNanos(resumeAt - now));
      case REPLAY -> new Step.Replay(Duration.ofNanos(deadline - now));
      case OVER -> new Step.GiveUp(reason);
    };
  }

  /** An attempt or a replay failed. */
  void failed(Verdict verdict, long now) {
    if (verdict instanceof Verdict.Final last) {
      lose(last.reason());
      return;
    }
    Verdict.Retry retry = (Verdict.Retry) verdict;
    reason = retry.reason();
    long wait = delays.apply(attempts++).toNanos();
    long asked = retry.notBefore().map(Duration::toNanos).orElse(0L);
    if (asked > reattachDeadline - now) {
      lose(reason
          + "; it asked to wait "
          + seconds(Duration.ofNanos(asked))
          + ", which is longer than recovery may take");
      return;
    }
    long lastChance = reattachDeadline - LAST_CHANCE.toNanos();
    long at = now + wait;
    if (now - lastChance < 0 && at - lastChance > 0) {
      at = lastChance;
    }
    at = Math.max(at - now, asked) + now;
    resumeAt = Math.min(at - now, reattachDeadline - now) + now;
    phase = Phase.PAUSE;
  }

  /** The connection broke again before all was fetched. */
  void detached(String why, long now) {
    phase = Phase.ATTEMPT;
    failed(new Verdict.Retry(why, Optional.empty()), now);
  }

  /** The session is attached again. */
  void attached() {
    phase = Phase.REPLAY;
  }

  private void lose(String why) {
    reason = why;
    phase = Phase.OVER;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() / 1000.0 + "s";
  }
}
