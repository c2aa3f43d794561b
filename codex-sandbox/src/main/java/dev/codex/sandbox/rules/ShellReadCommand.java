package dev.codex.sandbox.rules;

import dev.codex.error.ToolException;
import dev.codex.internal.json.Json;
import dev.codex.internal.schema.RecordReader;
import dev.codex.sandbox.rules.shell.Action;
import dev.codex.sandbox.rules.shell.CodexReading;
import dev.codex.sandbox.rules.shell.CommandLine;
import dev.codex.sandbox.rules.shell.ForcedRemoval;
import dev.codex.sandbox.rules.shell.Harmless;
import dev.codex.sandbox.rules.shell.Redirect;
import dev.codex.sandbox.rules.shell.ScriptSummary;
import dev.codex.sandbox.rules.shell.ShellCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says line by line how scripts are read: each line in is a JSON object {@code {id, op, script,
 * cwd}}, each line out {@code {id, result}}, {@code {id, unsupported: true}} for an op that is not
 * known, or {@code {line, error}} for a line that is no such object.
 *
 * <p>{@code plain}, {@code first} and {@code prefix} are Codex's reading: the commands of a script,
 * the first of them, the words before a here document. {@code safe} says whether every command is
 * known to only read, {@code danger} whether codex-cli refuses the script as a forced removal, and
 * {@code actions} what it is about.
 */
public final class ShellReadCommand {

  private ShellReadCommand() {}

  public static ShellReadCommand create() {
    return new ShellReadCommand();
  }

  /** Answers until the input ends. Returns the exit code: 1 if some line could not be read. */
  public int run(InputStream in, PrintStream out) throws IOException {
    RecordReader<Request> reader = RecordReader.of(Request.class);
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int exit = 0;
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String answer;
      try {
        answer = answer(reader.read(line));
      } catch (ToolException e) { // made for models, but it says what is wrong
        exit = 1;
        answer = "{\"line\":" + number + ",\"error\":" + Json.quote(String.valueOf(e.getMessage()))
            + "}";
      }
      out.writeBytes((answer + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return exit;
  }

  private static String answer(Request request) {
    String script = request.script();
    String id = "{\"id\":" + Json.quote(request.id());
    return switch (request.op()) {
      case "plain" -> id + ",\"result\":" + commands(CodexReading.plain(script)) + "}";
      case "first" ->
        id + ",\"result\":" + words(CodexReading.plain(script).map(all -> all.get(0))) + "}";
      case "prefix" -> id + ",\"result\":" + words(CodexReading.heredocPrefix(script)) + "}";
      case "safe" -> id + ",\"result\":" + isSafe(script) + "}";
      case "danger" -> id + ",\"result\":" + ForcedRemoval.isRefusedByCodex(script) + "}";
      case "actions" ->
        id + ",\"result\":"
            + ScriptSummary.of(script, request.cwd()).stream()
                .map(Action::json)
                .collect(Collectors.joining(",", "[", "]"))
            + "}";
      default -> id + ",\"unsupported\":true}";
    };
  }

  private static boolean isSafe(String script) {
    return CommandLine.of(List.of("bash", "-lc", script))
        .exact()
        .map(
            commands -> !commands.isEmpty() && commands.stream().allMatch(ShellReadCommand::isSafe))
        .orElse(false);
  }

  private static boolean isSafe(ShellCommand command) {
    return command.assignments().isEmpty()
        && command.redirects().stream().allMatch(Redirect::isHarmless)
        && (Harmless.hasNoEffect(command.words())
            || Harmless.degree(command.words()) != Harmless.Degree.UNKNOWN);
  }

  private static String commands(Optional<List<List<String>>> commands) {
    return commands
        .map(all ->
            all.stream().map(ShellReadCommand::words).collect(Collectors.joining(",", "[", "]")))
        .orElse("null");
  }

  private static String words(Optional<List<String>> words) {
    return words.map(ShellReadCommand::words).orElse("null");
  }

  private static String words(List<String> words) {
    return words.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]"));
  }

  /** One line of the input. */
  record Request(String id, String op, String script, String cwd) {}
}
