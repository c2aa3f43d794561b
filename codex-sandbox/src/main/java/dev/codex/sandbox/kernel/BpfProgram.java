package dev.codex.sandbox.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the kernel's packet filter machine, of the few instructions that seccomp needs.
 * Everything is said forwards: a test skips the instructions that follow it, so there are no
 * labels.
 */
final class BpfProgram {

  private static final int LOAD_WORD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;
  private static final int MAX_SKIP = 255;
  private static final int MAX_LENGTH = 4096;

  private final List<Instruction> instructions = new ArrayList<>();

  /** Loads the 32 bits at an offset of {@code struct seccomp_data}. */
  BpfProgram load(int offset) {
    return add(LOAD_WORD, 0, 0, offset);
  }

  BpfProgram and(int mask) {
    return add(AND, 0, 0, mask);
  }

  /** Runs the body only if the loaded value is this one. */
  BpfProgram ifEqual(int value, BpfProgram body) {
    return add(JUMP_IF_EQUAL, 0, body.skip(), value).append(body);
  }

  /** Runs the body only if the loaded value is another one. */
  BpfProgram ifNotEqual(int value, BpfProgram body) {
    return add(JUMP_IF_EQUAL, body.skip(), 0, value).append(body);
  }

  /** Runs the body only if the loaded value, unsigned, is not below this one. */
  BpfProgram ifAtLeast(int value, BpfProgram body) {
    return add(JUMP_IF_AT_LEAST, 0, body.skip(), value).append(body);
  }

  /** Runs the body only if the loaded value has one of these bits. */
  BpfProgram ifAnyBit(int bits, BpfProgram body) {
    return add(JUMP_IF_ANY_BIT, 0, body.skip(), bits).append(body);
  }

  BpfProgram answer(int verdict) {
    return add(RETURN, 0, 0, verdict);
  }

  private BpfProgram add(int code, int ifTrue, int ifFalse, int value) {
    instructions.add(new Instruction(code, ifTrue, ifFalse, value));
    if (instructions.size() > MAX_LENGTH) {
      throw new IllegalStateException("A filter has at most " + MAX_LENGTH + " instructions.");
    }
    return this;
  }

  BpfProgram append(BpfProgram body) {
    body.instructions.forEach(i -> add(i.code, i.ifTrue, i.ifFalse, i.value));
    return this;
  }

  private int skip() {
    if (instructions.size() > MAX_SKIP) {
      throw new IllegalStateException("A test skips at most " + MAX_SKIP + " instructions.");
    }
    return instructions.size();
  }

  /** As an array of {@code struct sock_filter}; both processors store the low byte first. */
  byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(instructions.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction i : instructions) {
      buffer.putShort((short) i.code).put((byte) i.ifTrue).put((byte) i.ifFalse).putInt(i.value);
    }
    return buffer.array();
  }

  private record Instruction(int code, int ifTrue, int ifFalse, int value) {}
}
