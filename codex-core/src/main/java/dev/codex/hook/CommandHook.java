package dev.codex.hook;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command of a hooks file. */
final class CommandHook implements Hook {

  private static final Logger LOG = LoggerFactory.getLogger(CommandHook.class);

  /** The process's own time-out comes first, since it knows what to make of it. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final HooksFile.Entry entry;
  private final Map<String, String> environment;
  private final HookFailures failures;

  CommandHook(HooksFile.Entry entry, Map<String, String> environment, HookFailures failures) {
    this.entry = entry;
    this.environment = environment;
    this.failures = failures;
  }

  @Override
  public HookResult on(HookEvent event) {
    HookInput input = new HookInput(event);
    if (!input.point().equals(entry.event()) || !entry.matcher().matches(input.subjects())) {
      return HookResult.proceed();
    }
    try {
      HookProcess.Exit exit = HookProcess.run(entry, input.json(), event.context(), environment);
      return new HookOutput(event, failures).read(exit);
    } catch (HookFailedException e) {
      return failed(event, e);
    } catch (IOException e) {
      return failed(event, new HookFailedException("could not be run", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(event, new HookFailedException("was interrupted", e));
    }
  }

  private HookResult failed(HookEvent event, HookFailedException e) {
    LOG.warn("The {} hook {} {}", entry.event(), entry.id(), e.getMessage());
    LOG.trace("Why the hook failed", e);
    return failures == HookFailures.DENY && event.isDeniable()
        ? HookResult.deny("the hook " + entry.id() + " " + e.getMessage())
        : HookResult.proceed();
  }

  @Override
  public String name() {
    return entry.id();
  }

  @Override
  public Duration timeout() {
    return entry.timeout().plus(MARGIN);
  }

  @Override
  public String toString() {
    return "CommandHook[" + entry.event() + " " + entry.id() + "]";
  }
}
