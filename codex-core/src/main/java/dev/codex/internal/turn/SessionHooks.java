package dev.codex.internal.turn;

import dev.codex.hook.HookContext;
import dev.codex.hook.HookEvent;
import dev.codex.internal.gate.Hooks;
import dev.codex.tool.Cancellation;
import java.util.Optional;

/** What hooks are told of a session as a whole. */
final class SessionHooks {

  private final Assembly assembly;
  private final Transcript transcript;
  private HookEvent.Source source = HookEvent.Source.STARTUP; // used before the first turn only
  private volatile boolean started;

  SessionHooks(Assembly assembly, Transcript transcript) {
    this.assembly = assembly;
    this.transcript = transcript;
  }

  /** The session was begun by another process, or earlier in this one. */
  void resumed() {
    source = HookEvent.Source.RESUME;
  }

  /** How the session came to be, once, for the first turn in this process; afterwards empty. */
  Optional<HookEvent.Source> takeSource() {
    if (started) {
      return Optional.empty();
    }
    started = true;
    return Optional.of(source);
  }

  /** Where a hook is called; the turn is empty outside of one. */
  HookContext context(String turnId) {
    return HookContext.builder()
        .sessionId(transcript.sessionId())
        .turnId(turnId)
        .transcript(transcript.file())
        .workingDirectory(transcript.workingDirectory())
        .model(assembly.model().profile().name())
        .approvalPolicy(assembly.approvalPolicy())
        .build();
  }

  /** The session is closed; hooks that have never heard of it hear nothing now. */
  void end() {
    if (started && !assembly.hooks().isEmpty()) {
      new Hooks(assembly.hooks(), assembly.hostCode())
          .call(new HookEvent.SessionEnded(context(""), "other"), new Cancellation());
    }
  }
}
