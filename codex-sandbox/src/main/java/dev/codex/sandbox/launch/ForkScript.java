package dev.codex.sandbox.launch;

import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.Step;
import dev.codex.sandbox.kernel.Step.Label;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link ForkServer} does all its life. For every byte of its input it makes three pipes and
 * a copy of itself that has their ends as input, output and standard error and waits for a script.
 * The other ends stay open, for Java to open them too, until the next byte comes.
 *
 * <p>It says what happens in records of two words. The first is the process, or, if there could be
 * none, the negative number of the error; the second is {@link #BORN}, or the wait status of a
 * process that has ended. At the end of its input, which is that of its JVM, it ends.
 */
final class ForkScript {

  static final int RECORD = 2 * Long.BYTES;

  /** No process ends with that. */
  static final long BORN = 1L << 32;

  // what Java gets of the three pipes, each of which takes up two numbers
  private static final int FIRST = 4;
  private static final int INPUT_WRITER = FIRST + 1;
  private static final int OUTPUT_READER = FIRST + 2;
  private static final int STATUS_READER = FIRST + 4;
  private static final int LAST = FIRST + 5;

  private static final int SIGNALS = 3;
  private static final long SIGNAL_CHILD = 17;
  private static final long SIGNAL_CHILD_MASK = 1L << (SIGNAL_CHILD - 1);
  private static final long NO_WAIT = 04000; // O_NONBLOCK, SFD_NONBLOCK
  private static final long SET_FLAGS = 4;
  private static final long ANY = -1;
  private static final long DO_NOT_WAIT = 1;
  private static final long READABLE = 1L << 32; // POLLIN, behind a descriptor

  private final Script script;
  private final CommandSteps steps;
  private final Label idle = new Label();
  private final long word;
  private final long born;
  private final Step self;

  private ForkScript(Script script) {
    this.script = script;
    this.steps = new CommandSteps(script);
    this.word = script.words(0);
    this.born = script.words(0, BORN);
    this.self = script.call("", "getpid");
  }

  /** Writes all of it. */
  static void write(Script script) {
    new ForkScript(script).write();
  }

  /** The ends of the pipes for Java, in the order input, output, status. */
  static List<Path> ends(long server) {
    Path descriptors = Path.of("/proc", String.valueOf(server), "fd");
    return List.of(
        descriptors.resolve(String.valueOf(INPUT_WRITER)),
        descriptors.resolve(String.valueOf(OUTPUT_READER)),
        descriptors.resolve(String.valueOf(STATUS_READER)));
  }

  private void write() {
    steps.name("codex-forks");
    steps.newSession(); // what a terminal sends to the group of this JVM is not for those who wait
    steps.dieWithParent();
    steps.withstandSignals();
    long children = script.words(SIGNAL_CHILD_MASK);
    long flags = NO_WAIT | CommandSteps.CLOSE_ON_EXEC;
    script.open(SIGNALS, "signals", "signalfd4", ANY, children, Long.BYTES, flags);
    script.call("input", "fcntl", 0, SET_FLAGS, NO_WAIT);

    long both = script.words(READABLE, SIGNALS | READABLE);
    script.place(idle);
    script.call("", "ppoll", both, 2, 0, 0).orElse(idle);
    bury();
    Label wanted = new Label();
    script.call("", "read", 0, word, 1).when(1, wanted).orElse(idle);
    script.call("", "exit_group", 0);
    script.place(wanted);
    fork();
  }

  /** Tells of all children that have ended. */
  private void bury() {
    Label look = new Label();
    script.call("", "read", SIGNALS, Script.SCRATCH, 128).orElse(look);
    script.place(look);
    Label done = new Label();
    long record = script.words(0, 0);
    script
        .call("", "wait4", ANY, record + Long.BYTES, DO_NOT_WAIT, 0)
        .storedAt(record)
        .when(0, done)
        .orElse(done);
    script.call("", "write", 1, record, RECORD);
    script.jump(look);
    script.place(done);
  }

  private void fork() {
    Label told = new Label();
    Label child = new Label();
    for (int i = 0; i < 3; i++) {
      script.call("", "pipe2", script.integers(0, 0), 0).storedAt(born).orElse(told);
    }
    script.call("", "clone", SIGNAL_CHILD).storedAt(born).when(0, child).orElse(told);
    script.place(told);
    script.call("", "write", 1, born, RECORD);
    awaitWord();
    closeAll(FIRST);
    script.jump(idle);

    script.place(child);
    script.call("", "dup3", FIRST, 0, 0);
    script.call("", "dup3", OUTPUT_READER + 1, 1, 0);
    script.call("", "dup3", STATUS_READER + 1, 2, 0);
    closeAll(SIGNALS);
    dieWithServer();
    steps.unmaskSignals();
    script.readAnother();
  }

  /** At once, since it may be long until a script says so, and the server may be dead by then. */
  private void dieWithServer() {
    Label lives = new Label();
    steps.dieWithParent();
    self.storedAsExpectedBy(script.call("", "getppid").when(0, lives));
    script.call("", "exit_group", Launcher.FAILED);
    script.place(lives);
  }

  private void awaitWord() {
    Label wait = new Label();
    Label done = new Label();
    script.place(wait);
    script.call("", "ppoll", script.words(READABLE), 1, 0, 0).orElse(wait);
    script.call("", "read", 0, word, 1).when(1, done).orElse(wait);
    script.call("", "exit_group", 0);
    script.place(done);
  }

  /** Some may not be open, where there were too many. */
  private void closeAll(int from) {
    for (int descriptor = from; descriptor <= LAST; descriptor++) {
      Label next = new Label();
      script.call("", "close", descriptor).orElse(next);
      script.place(next);
    }
  }
}
