package dev.codex.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherImageTest {

  @TempDir
  Path folder;

  private static List<String> listing(String name) throws IOException {
    try (InputStream listing = LauncherImage.class.getResourceAsStream(name)) {
      return new String(
              Objects.requireNonNull(listing, name).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.matches("; .*[^:]"))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "launcher-x86_64.txt, .intel_syntax noprefix, as, objcopy",
    "launcher-aarch64.txt, '', aarch64-linux-gnu-as, aarch64-linux-gnu-objcopy"
  })
  void theBytesAreWhatTheListingSays(String name, String head, String assembler, String copier)
      throws Exception {
    Path tools = Path.of("/usr/bin");
    Assumptions.assumeTrue(
        Files.isExecutable(tools.resolve(assembler))
            && (name.contains("aarch64") || System.getProperty("os.arch").equals("amd64")),
        assembler + " is not installed");
    List<String> lines = listing(name);
    String source = lines.stream()
        .map(line -> line.substring(line.indexOf(';') + 1))
        .collect(Collectors.joining("\n", head + "\n", "\n"));
    Files.writeString(folder.resolve("in.s"), source);

    run(tools.resolve(assembler).toString(), "-o", "out.o", "in.s");
    run(tools.resolve(copier).toString(), "-O", "binary", "-j", ".text", "out.o", "out");

    String bytes = lines.stream()
        .map(line -> line.substring(0, line.indexOf(';')).strip())
        .collect(Collectors.joining());
    String assembled = HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("out")));
    assertThat(assembled).startsWith(bytes).matches(bytes + "(00)*");
  }

  private void run(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private static Stream<Architecture> architectures() {
    return Stream.of(Architecture.values());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("architectures")
  void itRunsAScriptThatForksAndPassesOnHowTheChildEnded(Architecture architecture)
      throws Exception {
    boolean isOwn = Architecture.named(System.getProperty("os.arch"))
        .equals(java.util.Optional.of(architecture));
    Path emulator = Path.of("/usr/bin/qemu-aarch64-static");
    Assumptions.assumeTrue(
        isOwn || (architecture == Architecture.AARCH64 && Files.isExecutable(emulator)),
        "no machine or emulator for " + architecture);
    Path program = Files.write(folder.resolve("launcher"), LauncherImage.of(architecture));
    Assumptions.assumeTrue(program.toFile().setExecutable(true), "noexec");

    Process process = (isOwn
            ? new ProcessBuilder(program.toString())
            : new ProcessBuilder(emulator.toString(), program.toString()))
        .start();
    try (var input = process.getOutputStream()) {
      input.write(ScriptTest.fork(new Script(architecture.systemCalls())).toBytes());
      input.write("rest".getBytes(StandardCharsets.US_ASCII));
    }

    ByteArrayOutputStream output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    assertThat(output.toString(StandardCharsets.US_ASCII)).isEqualTo("child\n");
    assertThat(process.waitFor()).isEqualTo(7);
  }
}
