package dev.codex.sandbox.process;

import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.Step;
import dev.codex.sandbox.kernel.Step.Label;
import dev.codex.sandbox.launch.LaunchStatus;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two processes: the command; and the keeper, its parent, which the kernel also makes the parent of
 * every descendant whose own parent ends. So all descendants of a running command are found below
 * the keeper, however they hide.
 *
 * <p>When the command has ended, the keeper says whether one of its descendants still lives, and
 * ends with the same exit code. Mostly none does, and nobody has to be looked for. If one does, it
 * has no keeper from then on. The same is true once the command has killed its keeper, which it
 * can: it has all the rights of its user.
 */
final class KeeperScript {

  private static final long SIGNAL_CHILD = 17;

  /** In the memory of the keeper, which waits meanwhile: a copy would cost as much as a start. */
  private static final long UNTIL_PROGRAM_STARTS = 0x100 | 0x4000; // CLONE_VM, CLONE_VFORK

  private static final long ALL = -1;
  private static final long DO_NOT_WAIT = 1;

  /** What was killed with the command needs a moment to be gone. */
  private static final List<Long> MICROSECONDS = List.of(100L, 200L, 500L, 1000L, 3000L, 10_000L);

  private final Script script;
  private final CommandSteps steps;
  private final long status;

  KeeperScript(Script script) {
    this.script = script;
    this.steps = new CommandSteps(script);
    this.status = script.words(0);
  }

  /** Writes all of it up to the command itself, which comes next. */
  CommandSteps write() {
    Label command = new Label();
    Label wait = new Label();
    Label ended = new Label();
    steps.begin("codex-keeper");
    steps.hideMemory(); // and the descriptor by which it says whether somebody is left
    steps.withstandSignals();
    steps.adoptOrphans();
    steps.newSession(); // not that of the JVM, whose group may be hit as well
    Step start =
        script.call("command", "clone", SIGNAL_CHILD | UNTIL_PROGRAM_STARTS).when(0, command);
    script.call("", "close", 0);
    script.call("", "close", 1);
    script.call("", "close", 2);
    script.place(wait);
    Step waiting = script.call("processes", "wait4", ALL, status, 0, 0).when(0, ended);
    start.storedAsExpectedBy(waiting);
    script.jump(wait);
    script.place(ended);
    end();
    script.place(command);
    steps.dieWithParent();
    steps.heedSignals();
    beginSession();
    return steps;
  }

  /** A session that the keeper is not in, or a signal to the own group would hit it as well. */
  private void beginSession() {
    long report = script.words(LaunchStatus.FIRST_PROCESS, 0);
    script.call("session", "setsid").storedAt(report + Long.BYTES);
    script.call("report", "write", CommandSteps.STATUS, report, 16);
  }

  private void end() {
    Label gone = new Label();
    for (long time : MICROSECONDS) {
      Label left = new Label();
      collect(left, gone);
      script.place(left);
      script.call("", "nanosleep", script.words(0, TimeUnit.MICROSECONDS.toNanos(time)), 0);
    }
    Label left = new Label();
    collect(left, gone);
    script.place(left);
    say(LaunchStatus.SOMEBODY_LEFT);
    script.endAs(status);
    script.place(gone);
    say(LaunchStatus.EVERYBODY_GONE);
    script.endAs(status);
  }

  /** Buries the dead until only the living are left, or nobody is. */
  private void collect(Label left, Label gone) {
    Label next = new Label();
    long other = script.words(0);
    script.place(next);
    script.call("", "wait4", ALL, other, DO_NOT_WAIT, 0).when(0, left).orElse(gone);
    script.jump(next);
  }

  private void say(long word) {
    script.call("last word", "write", CommandSteps.STATUS, script.words(word, 0), 16);
  }
}
