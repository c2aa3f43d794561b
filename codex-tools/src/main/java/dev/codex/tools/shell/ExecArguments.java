package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What a model passes to {@code exec_command}. Absent text is empty. */
@Value.Immutable
interface ExecArguments {

  int STANDARD_OUTPUT_TOKENS = 10_000;

  Duration STANDARD_YIELD = Duration.ofSeconds(10);
  Duration MIN_YIELD = Duration.ofMillis(250);
  Duration MAX_YIELD = Duration.ofSeconds(30);

  String script();

  @Value.Default
  default String workingDirectory() {
    return "";
  }

  /** Where it runs; only meant where there is a choice. */
  @Value.Default
  default String environmentId() {
    return "";
  }

  @Value.Default
  default String shell() {
    return "";
  }

  Optional<Boolean> login();

  @Value.Default
  default boolean isOnTerminal() {
    return false;
  }

  /** After this the call is answered, whether the command has ended or not. */
  @Value.Default
  default Duration yieldAfter() {
    return STANDARD_YIELD;
  }

  @Value.Default
  default int maxOutputTokens() {
    return STANDARD_OUTPUT_TOKENS;
  }

  @Value.Default
  default boolean isEscalated() {
    return false;
  }

  @Value.Default
  default String justification() {
    return "";
  }

  List<String> prefixRule();

  static Builder builder() {
    return new Builder();
  }

  /**
   * Reads JSON.
   *
   * @throws ToolException if it does not fit, in the words that models know from Codex
   */
  static ExecArguments parse(String json) {
    Builder builder = builder();
    ArgumentReader.read(json, "ToolEnvironmentArgs", List.of("cmd"), builder::accept);
    return builder.build();
  }

  /** A number of tokens that can be multiplied without care. */
  static int tokens(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE >> 3);
  }

  static Duration clamp(long millis, Duration min, Duration max) {
    return Duration.ofMillis(Math.max(min.toMillis(), Math.min(millis, max.toMillis())));
  }

  /** Builds arguments. */
  final class Builder extends ImmutableExecArguments.Builder {
    Builder() {}

    private void accept(String name, ArgumentReader reader) throws IOException {
      switch (name) {
        case "cmd" -> script(reader.text());
        case "workdir" -> workingDirectory(reader.text());
        case "environment_id" -> environmentId(reader.text());
        case "shell" -> shell(reader.text());
        case "login" -> login(reader.flag());
        case "tty" -> isOnTerminal(reader.flag());
        case "yield_time_ms" -> yieldAfter(clamp(reader.count("u64"), MIN_YIELD, MAX_YIELD));
        case "max_output_tokens" -> maxOutputTokens(tokens(reader.count("usize")));
        case "sandbox_permissions" ->
          isEscalated(reader.choice("use_default", "require_escalated"));
        case "justification" -> justification(reader.text());
        case "prefix_rule" -> prefixRule(reader.texts());
        default -> reader.skip();
      }
    }
  }
}
