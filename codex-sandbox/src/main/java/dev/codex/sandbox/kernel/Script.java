package dev.codex.sandbox.kernel;

import dev.codex.error.ToolException;
import dev.codex.sandbox.kernel.Step.Label;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of system calls for the launcher. It has no expressions and no variables: a result
 * can be compared to one value, and be written into memory or into a later step.
 *
 * <p>In the launcher's memory, from {@link #BASE}: 16 bytes for a report, a step that jumps over
 * the data, the data, and all other steps. A step is eleven words of eight bytes: number of the
 * call, six arguments, address for the result, expected result, address of the step after the
 * expected result, address of the step after a failure or 0 to give up. Two numbers are no calls:
 * -1 ends the process as the process whose wait status the first argument points to has ended; -2
 * reads another script and goes on with that.
 */
public final class Script {

  public static final long BASE = 0x1000_0000;

  /** Bytes that a script may have. */
  public static final int SPACE = 4 << 20;

  /** Memory at the end of the space that is not sent. */
  public static final int SCRATCH_SIZE = 64 << 10;

  public static final long SCRATCH = BASE + SPACE - SCRATCH_SIZE;

  private static final int REPORT = 16;
  private static final int STEP = Step.LENGTH * Long.BYTES;
  private static final int END_AS = -1;
  private static final int READ_ANOTHER = -2;

  private final SystemCalls calls;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final List<Step> steps = new ArrayList<>();

  /** An empty script. */
  public Script(SystemCalls calls) {
    this.calls = calls;
  }

  /** Puts bytes into memory and returns their address, which is a multiple of eight. */
  public long data(byte[] bytes) {
    final long address = BASE + REPORT + STEP + data.size();
    data.writeBytes(bytes);
    data.writeBytes(new byte[-data.size() & 7]);
    return address;
  }

  /** Text with a zero byte behind it, and none in it, where it would end too early. */
  public long text(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A text of " + text.length()
          + " characters has a NUL character at index " + text.indexOf('\0') + ".");
    }
    return data((text + '\0').getBytes(StandardCharsets.UTF_8));
  }

  /** Words of eight bytes. */
  public long words(long... words) {
    ByteBuffer buffer =
        ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(words);
    return data(buffer.array());
  }

  /** Words of four bytes. */
  public long integers(int... words) {
    ByteBuffer buffer =
        ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(words);
    return data(buffer.array());
  }

  /** Addresses of texts with a null behind them. */
  public long texts(List<String> texts) {
    long[] addresses = new long[texts.size() + 1];
    for (int i = 0; i < texts.size(); i++) {
      addresses[i] = text(texts.get(i));
    }
    return words(addresses);
  }

  /** Adds a call; what it is about appears in the report of its failure. */
  public Step call(String about, String name, long... arguments) {
    int number = calls
        .number(name)
        .orElseThrow(() -> new IllegalArgumentException("This processor has no " + name + "."));
    return add(number, arguments, about.isEmpty() ? name : name + " " + about);
  }

  private Step add(int number, long[] arguments, String description) {
    long[] all = new long[Step.ARGUMENTS];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    Step step = new Step(number, all, description);
    steps.add(step);
    return step;
  }

  /**
   * Adds a call that opens a descriptor, and a check that it got this number: Java leaves nothing
   * above standard error open, so numbers follow from the script.
   */
  public Step open(int descriptor, String about, String name, long... arguments) {
    Step step = call(about, name, arguments);
    Label next = new Label();
    step.when(descriptor, next);
    add(Integer.MAX_VALUE, new long[0], step.description + ": unexpected descriptor");
    place(next);
    return step;
  }

  /** Goes on elsewhere. */
  public void jump(Label target) {
    // closing what is not open fails, always
    call("nothing", "close", -1).orElse(target);
  }

  /** Ends the process as the one ended whose wait status is at the address. */
  public void endAs(long address) {
    add(END_AS, new long[] {address}, "end");
  }

  /** Forgets this script and waits for another one, as a launcher that was just started does. */
  public void readAnother() {
    add(READ_ANOTHER, new long[0], "read another script");
  }

  /** The next step is here. */
  public void place(Label label) {
    label.index = steps.size();
  }

  private long address(int index) {
    return BASE + REPORT + STEP + data.size() + (long) index * STEP;
  }

  private long address(@org.jspecify.annotations.Nullable Label label) {
    if (label == null) {
      return 0;
    }
    if (label.index < 0 || label.index >= steps.size()) {
      throw new IllegalStateException("A step goes on where there is no other step.");
    }
    return address(label.index);
  }

  /** What the steps are about, for reports; to be asked when all of them are there. */
  public StepNames names() {
    return new StepNames(
        address(0), steps.stream().map(step -> step.description).toList());
  }

  /**
   * With its length in front, as the launcher reads it.
   *
   * @throws ToolException if it does not fit, in the words of the operating system
   */
  public byte[] toBytes() {
    int length = REPORT + STEP + data.size() + steps.size() * STEP;
    if (length > SPACE - SCRATCH_SIZE) {
      throw new ToolException("Argument list too long (os error 7): the command and its environment"
          + " take up " + length + " bytes, and " + (SPACE - SCRATCH_SIZE) + " is the most. Put a"
          + " long text into a file, or write it to the input of the command.");
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    buffer.position(buffer.position() + REPORT);
    Label first = new Label();
    first.index = 0;
    Step start = new Step(calls.number("close").orElseThrow(), new long[] {-1, 0, 0, 0, 0, 0}, "");
    put(start.orElse(first), buffer);
    buffer.put(data.toByteArray());
    steps.forEach(step -> put(step, buffer));
    return buffer.array();
  }

  private void put(Step step, ByteBuffer buffer) {
    buffer.putLong(step.call);
    for (long argument : step.arguments) {
      buffer.putLong(argument);
    }
    Step stored = step.storeStep;
    buffer.putLong(
        stored == null
            ? step.storeAddress
            : address(steps.indexOf(stored)) + (long) step.storeWord * Long.BYTES);
    buffer.putLong(step.expected).putLong(address(step.whenExpected));
    buffer.putLong(address(step.whenFailed));
  }
}
