package dev.codex.sandbox.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workspace, what lies around it, and a process of the same user with a secret and open sockets:
 * everything that the attempts aim at.
 */
final class AttackRange implements AutoCloseable {

  static final String PYTHON = "/usr/bin/python3";

  private final Path base;
  private final Process victim;
  private final String facts;

  private AttackRange(Path base, Process victim, String facts) {
    this.base = base;
    this.victim = victim;
    this.facts = facts;
  }

  /** In an empty folder. */
  static AttackRange in(Path base) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", script("range.py"), base.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SECRET", "canary-in-environment");
    Process victim = builder.start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8));
    return new AttackRange(base.toRealPath(), victim, Objects.requireNonNull(lines.readLine()));
  }

  Path workspace() {
    return base.resolve("workspace");
  }

  Path temporaryFolder() {
    return base.resolve("tmp");
  }

  /** Makes all attempts when it is run in whatever is under attack. */
  List<String> command(int... skipped) {
    List<String> words = new ArrayList<>(List.of(
        PYTHON,
        "-c",
        script("attacks.py"),
        facts,
        String.valueOf(ProcessHandle.current().pid())));
    if (skipped.length > 0) {
      words.add(Arrays.toString(skipped).replaceAll("[\\[\\] ]", ""));
    }
    return words;
  }

  /** The verdicts by number, from what the command said and from what is left of it. */
  Map<Integer, String> verdicts(String output) {
    Map<Integer, String> verdicts = new TreeMap<>();
    output
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 2 && words[0].matches("\\d+"))
        .forEach(words -> verdicts.put(Integer.valueOf(words[0]), words[1]));
    verdicts.replaceAll((number, said) ->
        !said.equals("host") ? said : leftSomething(number) ? "succeeded" : "failed");
    return verdicts;
  }

  private boolean leftSomething(int number) {
    return switch (number) {
      case 22 -> delete(Path.of("/dev/shm", fact("id")));
      case 47 -> kill(fact("sleep47"));
      case 48 -> kill(fact("sleep48"));
      case 88 -> Files.exists(base.resolve("outside/taken"));
      default -> throw new AssertionError("no check for " + number);
    };
  }

  private String fact(String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(facts);
    return matcher.results().findFirst().orElseThrow().group(1);
  }

  private static boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean kill(String argument) {
    List<ProcessHandle> found = ProcessHandle.allProcesses()
        .filter(process ->
            Arrays.asList(process.info().arguments().orElse(new String[0])).contains(argument))
        .toList();
    found.forEach(ProcessHandle::destroyForcibly);
    return !found.isEmpty();
  }

  private static String script(String name) {
    try (InputStream script = AttackRange.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    victim.getOutputStream().close();
  }
}
