package dev.codex.sandbox.attack;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.landlock.LandlockSandbox;
import dev.codex.sandbox.linux.Mechanism;
import dev.codex.sandbox.linux.NamespaceAvailability;
import dev.codex.sandbox.linux.NamespaceSandbox;
import dev.codex.sandbox.linux.Setup;
import dev.codex.sandbox.process.OutputReaders;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Prints the attack table: without a sandbox, under ours, and under a real {@code codex sandbox}.
 * Arguments: an empty folder that is not below the temp folder, and optionally the codex program.
 */
public final class AttackTableMain {

  /** Those that would do harm if they worked. */
  private static final int[] HARMFUL = {26, 30, 34, 52, 54, 76, 77, 78};

  private final Path folder;
  private final Map<String, Map<Integer, String>> columns = new LinkedHashMap<>();

  private AttackTableMain(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    AttackTableMain table = new AttackTableMain(Path.of(arguments[0]));
    table.plain();
    for (Mechanism mechanism : NamespaceAvailability.mechanisms()) {
      String name = mechanism == Mechanism.NAMESPACES ? "ours" : "bwrap";
      table.ours(name + " write", true, temp -> namespaces(mechanism, temp));
      table.ours(name + " read", false, temp -> namespaces(mechanism, temp));
    }
    table.ours("landlock write", true, AttackTableMain::landlock);
    table.ours("landlock read", false, AttackTableMain::landlock);
    if (arguments.length > 1) {
      table.codex("codex write", arguments[1], "workspace-write");
      table.codex("codex read", arguments[1], "read-only");
    }
    table.print();
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name.replace(' ', '-')));
  }

  private void plain() throws IOException {
    try (AttackRange range = AttackRange.in(fresh("plain"))) {
      columns.put("plain", range.verdicts(output(range, range.command(HARMFUL))));
    }
  }

  private static Map<String, String> variables(AttackRange range) {
    return EnvironmentPolicy.standard()
        .apply(Map.of(
            "PATH",
            path(range),
            "A_TOKEN",
            "canary",
            "TMPDIR",
            range.temporaryFolder().toString()));
  }

  private static Sandbox namespaces(Mechanism mechanism, AttackRange range) {
    return new NamespaceSandbox(
        variables(range),
        List.of(Path.of("/tmp"), range.temporaryFolder()),
        new OutputReaders(),
        Setup.of(mechanism));
  }

  private static Sandbox landlock(AttackRange range) {
    return new LandlockSandbox(
        variables(range),
        List.of(Path.of("/tmp"), range.temporaryFolder()),
        new OutputReaders(),
        Map.of());
  }

  private void ours(String name, boolean writing, Function<AttackRange, Sandbox> choice)
      throws IOException {
    try (AttackRange range = AttackRange.in(fresh(name))) {
      Sandbox sandbox = choice.apply(range);
      SandboxPolicy policy =
          writing ? SandboxPolicy.workspaceWrite(range.workspace()) : SandboxPolicy.readOnly();
      Command command = Command.builder()
          .words(range.command())
          .workingDirectory(range.workspace())
          .build();
      try (RunningCommand running = sandbox.start(command, policy)) {
        String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
        running.close();
        columns.put(name, range.verdicts(output));
      }
    }
  }

  private void codex(String name, String program, String mode) throws IOException {
    try (AttackRange range = AttackRange.in(fresh(name))) {
      List<String> words =
          new ArrayList<>(List.of(program, "sandbox", "-c", "sandbox_mode=\"" + mode + "\"", "--"));
      // real kernel settings are not ours to try out
      words.addAll(range.command(HARMFUL));
      columns.put(name, range.verdicts(output(range, words)));
    }
  }

  private static String output(AttackRange range, List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words)
        .directory(range.workspace().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true);
    builder.environment().put("A_TOKEN", "canary");
    builder.environment().put("PATH", path(range));
    builder.environment().put("TMPDIR", range.temporaryFolder().toString());
    Process process = builder.start();
    StringBuilder lines = new StringBuilder();
    process
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .peek(line -> lines.append(line).append('\n'))
        .anyMatch(line -> line.startsWith("13 ")); // daemons may hold the pipe open
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return lines.toString();
  }

  private static String path(AttackRange range) {
    return range.workspace() + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin";
  }

  private void print() throws IOException {
    columns.keySet().forEach(name -> System.out.printf("%-15s", name));
    System.out.println("attempt");
    for (Attempt attempt : Attempt.all()) {
      columns
          .values()
          .forEach(
              column -> System.out.printf("%-15s", column.getOrDefault(attempt.number(), "?")));
      System.out.printf(
          "%02d %s (%s, %s)%n",
          attempt.number(), attempt.text(), attempt.writing(), attempt.reading());
    }
    for (String name : columns.keySet()) {
      Map<Integer, String> column = columns.get(name);
      System.out.printf(
          "%s: %d of %d unwanted attempts succeed%n",
          name, unwanted(column, name.endsWith("read")), column.size());
    }
  }

  private static long unwanted(Map<Integer, String> column, boolean reading) throws IOException {
    return Attempt.all().stream()
        .filter(attempt -> !(reading ? attempt.reading() : attempt.writing()).equals("works"))
        .filter(attempt -> "succeeded".equals(column.get(attempt.number())))
        .count();
  }
}
