package dev.codex.sandbox.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A processor for which there is a system call filter. */
public enum Architecture {
  X86_64(0xC000003E, 1),
  AARCH64(0xC00000B7, 2);

  private static final String TABLE = "system-calls.txt";

  /** What the kernel calls it in a filter's input: AUDIT_ARCH_*. */
  private final int auditNumber;

  private final int column;

  Architecture(int auditNumber, int column) {
    this.auditNumber = auditNumber;
    this.column = column;
  }

  /** The one of a JVM's {@code os.arch}, if there is a filter for it. */
  public static Optional<Architecture> named(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  public int auditNumber() {
    return auditNumber;
  }

  /** Numbers of all system calls that a filter speaks about. */
  public SystemCalls systemCalls() {
    Map<String, OptionalInt> numbers = new HashMap<>();
    try (InputStream table = Architecture.class.getResourceAsStream(TABLE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(
            Objects.requireNonNull(table, TABLE), StandardCharsets.US_ASCII))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
        String[] cells = line.split(" ");
        String number = cells[column];
        numbers.put(
            cells[0],
            number.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number)));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SystemCalls(numbers);
  }
}
