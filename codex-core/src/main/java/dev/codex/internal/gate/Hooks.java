package dev.codex.internal.gate;

import dev.codex.hook.Hook;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.internal.gate.HostCode.Answer;
import dev.codex.tool.Cancellation;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the hooks of an agent; one that fails where it could have denied has denied. */
public final class Hooks {

  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  private static final Duration HASTE = Duration.ofMillis(500);

  private final List<Hook> hooks;
  private final HostCode hostCode;

  public Hooks(List<Hook> hooks, HostCode hostCode) {
    this.hooks = hooks;
    this.hostCode = hostCode;
  }

  public boolean isEmpty() {
    return hooks.isEmpty();
  }

  /** Calls every hook, one after another, and waits for each. */
  public HookVerdict call(HookEvent event, Cancellation cancellation) {
    if (hooks.isEmpty()) {
      return HookVerdict.NOTHING;
    }
    HookVerdict verdict = new HookVerdict();
    for (Hook hook : hooks) {
      verdict.add(name(hook), result(hook, event, cancellation));
    }
    return verdict;
  }

  /** Tells every hook of something that nobody can wait for, such as an interrupt. */
  public void tell(HookEvent event) {
    for (Hook hook : hooks) {
      hostCode.run(() -> hook.on(event), HASTE, new Cancellation());
    }
  }

  private HookResult result(Hook hook, HookEvent event, Cancellation cancellation) {
    Answer<HookResult> answer;
    try {
      answer = hostCode.run(() -> hook.on(event), hook.timeout(), cancellation);
    } catch (RuntimeException e) { // its own idea of a time-out
      answer = new Answer.Failed<>(e);
    }
    if (answer instanceof Answer.Given<HookResult> given && given.value() != null) {
      return given.value();
    }
    String problem = problem(answer);
    LOG.warn("The hook {} {} at {}", name(hook), problem, event.getClass().getSimpleName());
    if (answer instanceof Answer.Failed<HookResult> failed) {
      LOG.trace("What the hook {} threw", name(hook), failed.cause());
    }
    return event.isDeniable() ? HookResult.deny("a hook " + problem) : HookResult.proceed();
  }

  private static String problem(Answer<HookResult> answer) {
    if (answer instanceof Answer.Failed) {
      return "failed";
    }
    if (answer instanceof Answer.Late) {
      return "took too long";
    }
    return answer instanceof Answer.Cancelled ? "was interrupted" : "gave no answer";
  }

  private static String name(Hook hook) {
    try {
      String name = hook.name();
      return name != null ? name : hook.getClass().getName();
    } catch (RuntimeException e) {
      return hook.getClass().getName();
    }
  }
}
