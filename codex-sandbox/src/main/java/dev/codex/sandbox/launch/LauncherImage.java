package dev.codex.sandbox.launch;

import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.Script;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes the launcher as a program file: two hundred bytes of machine code that make the system
 * calls of a {@link Script}, and nothing else. A JVM cannot make these calls itself, as whatever is
 * taken from one of its threads is taken from the threads which that one starts, too.
 */
final class LauncherImage {

  static final long CODE = 0x40_0000;

  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int SEGMENTS = 3;
  private static final int PAGE = 0x1000;

  private static final int EXECUTABLE = 2;
  private static final int LOAD = 1;
  private static final int STACK = 0x6474e551;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  private LauncherImage() {}

  static byte[] of(Architecture architecture) {
    byte[] code = code(architecture);
    int start = HEADER + SEGMENTS * SEGMENT;
    ByteBuffer file = ByteBuffer.allocate(start + code.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) EXECUTABLE).putShort((short) (architecture.auditNumber() & 0xffff));
    file.putInt(1).putLong(CODE + start).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) SEGMENTS);
    file.putShort((short) 64).putInt(0);
    segment(file, LOAD, READ | EXECUTE, CODE, file.capacity());
    segment(file, LOAD, READ | WRITE, Script.BASE, 0).putLong(file.position() - 16, Script.SPACE);
    segment(file, STACK, READ | WRITE, 0, 0);
    return file.put(code).array();
  }

  private static ByteBuffer segment(ByteBuffer file, int type, int flags, long at, long length) {
    file.putInt(type).putInt(flags).putLong(0).putLong(at).putLong(at);
    return file.putLong(length).putLong(length).putLong(type == STACK ? 16 : PAGE);
  }

  private static byte[] code(Architecture architecture) {
    String name = "launcher-" + architecture.name().toLowerCase(Locale.ROOT) + ".txt";
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    try (InputStream listing = LauncherImage.class.getResourceAsStream(name);
        BufferedReader lines = new BufferedReader(new InputStreamReader(
            Objects.requireNonNull(listing, name), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        code.write(HexFormat.of().parseHex(line.substring(0, line.indexOf(';')).strip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return code.toByteArray();
  }
}
