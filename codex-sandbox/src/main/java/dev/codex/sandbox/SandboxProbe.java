package dev.codex.sandbox;

import dev.codex.error.CodexException;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.SandboxReport.Finding;
import dev.codex.sandbox.SandboxReport.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Tries from inside a sandbox what it is meant to forbid. */
final class SandboxProbe {

  private static final String SCRIPT = "probe.sh";

  private final Sandbox sandbox;
  private final Enclosure enclosure;

  SandboxProbe(Sandbox sandbox, Enclosure enclosure) {
    this.sandbox = sandbox;
    this.enclosure = enclosure;
  }

  SandboxReport report() {
    try {
      sandbox.require(SandboxPolicy.readOnly());
    } catch (SandboxUnavailableException e) {
      return report("none", List.of(), reason(e));
    }
    try {
      Path folder = Files.createTempDirectory("codex-probe").toRealPath();
      try {
        return report(mechanism(), findings(folder), "");
      } finally {
        delete(folder);
      }
    } catch (CodexException e) {
      return report(mechanism(), List.of(), reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SandboxReport report(String mechanism, List<Finding> findings, String problem) {
    return SandboxReport.builder()
        .mechanism(mechanism)
        .findings(
            findings.stream().sorted(Comparator.comparing(Finding::guarantee)).toList())
        .problem(problem)
        .inside(enclosure.walls())
        .build();
  }

  private static String reason(CodexException e) {
    return Objects.requireNonNull(e.getMessage(), "our exceptions say what is wrong");
  }

  private String mechanism() {
    String name = sandbox.toString();
    return name.substring(name.indexOf('[') + 1, name.length() - 1);
  }

  private List<Finding> findings(Path folder) throws IOException {
    Path workspace = Files.createDirectory(folder.resolve("workspace"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createDirectories(workspace.resolve(".git/hooks"));
    Files.createDirectories(workspace.resolve("nested/.git/hooks"));
    List<Finding> findings = new ArrayList<>();
    Set<Guarantee> open = EnumSet.allOf(Guarantee.class);
    for (String line : run(workspace, outside).split("\n")) {
      String[] words = line.split(" ", 3);
      Arrays.stream(Guarantee.values())
          .filter(guarantee -> guarantee.name().equals(words[0]) && words.length > 1)
          .filter(open::remove)
          .forEach(guarantee -> findings.add(
              new Finding(guarantee, verdict(words[1]), words.length == 3 ? words[2] : "")));
    }
    if (open.remove(Guarantee.CHILDREN_KILLED)) {
      Verdict verdict = hasSurvivors(workspace) ? Verdict.NOT_ENFORCED : Verdict.ENFORCED;
      findings.add(new Finding(Guarantee.CHILDREN_KILLED, verdict, ""));
    }
    if (open.remove(Guarantee.RESOURCES_LIMITED)) {
      findings.add(new Finding(
          Guarantee.RESOURCES_LIMITED,
          Verdict.NOT_ENFORCED,
          "bound them with a control group around the JVM"));
    }
    open.forEach(
        guarantee -> findings.add(new Finding(guarantee, Verdict.UNKNOWN, "nothing was tried")));
    return findings;
  }

  private static boolean hasSurvivors(Path workspace) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().arguments().stream())
        .flatMap(Arrays::stream)
        .anyMatch(word -> word.startsWith("sleep 60") && word.contains(workspace.toString()));
  }

  private static Verdict verdict(String word) {
    return switch (word) {
      case "ok" -> Verdict.ENFORCED;
      case "open" -> Verdict.NOT_ENFORCED;
      default -> Verdict.UNKNOWN;
    };
  }

  private String run(Path workspace, Path outside) throws IOException {
    SandboxPolicy policy = policy(workspace, outside);
    String denied = policy instanceof SandboxPolicy.Profile ? "denied" : "open";
    Command command =
        Command.of(workspace, "/bin/sh", "-c", script(), "probe", outside.toString(), denied);
    try (RunningCommand running = sandbox.start(command, policy)) {
      return new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Not every mechanism can deny reading; what cannot refuses to try. */
  private SandboxPolicy policy(Path workspace, Path outside) {
    SandboxPolicy denying =
        SandboxPolicy.profile().write(workspace).deny(outside + "/**").build();
    try {
      sandbox.require(denying);
      return denying;
    } catch (SandboxUnavailableException e) {
      return new SandboxPolicy.WorkspaceWrite(
          List.of(workspace), NetworkAccess.OFF, SandboxPolicy.TempFolders.READ_ONLY);
    }
  }

  private static String script() throws IOException {
    try (InputStream script = SandboxProbe.class.getResourceAsStream(SCRIPT)) {
      return new String(
          Objects.requireNonNull(script, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
