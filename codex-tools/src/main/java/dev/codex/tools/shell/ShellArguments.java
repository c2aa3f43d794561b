package dev.codex.tools.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What a model passes to {@code shell} or {@code shell_command}. */
@Value.Immutable
interface ShellArguments {

  Duration STANDARD_TIMEOUT = Duration.ofSeconds(10);

  /** Nobody waits longer for one answer. */
  Duration MAX_TIMEOUT = Duration.ofHours(1);

  /** Of a call for {@code shell}. */
  List<String> words();

  /** Of a call for {@code shell_command}. */
  @Value.Default
  default String script() {
    return "";
  }

  @Value.Default
  default String workingDirectory() {
    return "";
  }

  Optional<Boolean> login();

  @Value.Default
  default Duration timeout() {
    return STANDARD_TIMEOUT;
  }

  @Value.Default
  default boolean isEscalated() {
    return false;
  }

  @Value.Default
  default String justification() {
    return "";
  }

  static Builder builder() {
    return new Builder();
  }

  /**
   * Reads JSON.
   *
   * @throws dev.codex.error.ToolException if it does not fit, in the words that models know
   */
  static ShellArguments parse(String json, ShellTool.Form form) {
    Builder builder = builder();
    ArgumentReader.read(json, form.argumentsName, List.of("command"), (name, reader) -> {
      if (!name.equals("command")) {
        builder.accept(name, reader);
      } else if (form == ShellTool.Form.WORDS) {
        builder.words(reader.texts());
      } else {
        builder.script(reader.text());
      }
    });
    return builder.build();
  }

  /** Builds arguments. */
  final class Builder extends ImmutableShellArguments.Builder {
    Builder() {}

    private void accept(String name, ArgumentReader reader) throws IOException {
      switch (name) {
        case "workdir" -> workingDirectory(reader.text());
        case "login" -> login(reader.flag());
        case "timeout_ms", "timeout" ->
          timeout(ExecArguments.clamp(reader.count("u64"), Duration.ofMillis(1), MAX_TIMEOUT));
        case "sandbox_permissions" ->
          isEscalated(reader.choice("use_default", "require_escalated"));
        case "justification" -> justification(reader.text());
        default -> reader.skip();
      }
    }
  }
}
