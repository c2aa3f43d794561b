package dev.codex.tools.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What a model passes to {@code write_stdin}. */
@Value.Immutable
interface WriteArguments {

  /** A look at a session that is left alone takes longer: nothing is about to happen. */
  Duration MIN_LOOK = Duration.ofSeconds(5);

  Duration MAX_LOOK = Duration.ofMinutes(5);

  /** Ctrl-C, which also reaches commands that read no input. */
  String INTERRUPT = "\u0003";

  int sessionId();

  /** What to type; empty to look only. */
  @Value.Default
  default String text() {
    return "";
  }

  Optional<Long> yieldMillis();

  @Value.Default
  default int maxOutputTokens() {
    return ExecArguments.STANDARD_OUTPUT_TOKENS;
  }

  default boolean isInterrupt() {
    return text().equals(INTERRUPT);
  }

  /** Whether there is anything to type that a program could take for more than a key press. */
  default boolean isTyped() {
    return text().codePoints().anyMatch(c -> !Character.isISOControl(c));
  }

  /** How long to wait for more output. */
  default Duration yieldAfter() {
    long millis = yieldMillis().orElse(ExecArguments.MIN_YIELD.toMillis());
    return text().isEmpty()
        ? ExecArguments.clamp(millis, MIN_LOOK, MAX_LOOK)
        : ExecArguments.clamp(millis, ExecArguments.MIN_YIELD, ExecArguments.MAX_YIELD);
  }

  static Builder builder() {
    return new Builder();
  }

  /**
   * Reads JSON.
   *
   * @throws dev.codex.error.ToolException if it does not fit, in the words that models know
   */
  static WriteArguments parse(String json) {
    Builder builder = builder();
    ArgumentReader.read(json, "TerminalSessionArgs", List.of("session_id"), builder::accept);
    return builder.build();
  }

  /** Builds arguments. */
  final class Builder extends ImmutableWriteArguments.Builder {
    Builder() {}

    private void accept(String name, ArgumentReader reader) throws IOException {
      switch (name) {
        case "session_id" -> sessionId(reader.number());
        case "chars" -> text(reader.text());
        case "yield_time_ms" -> yieldMillis(reader.count("u64"));
        case "max_output_tokens" -> maxOutputTokens(ExecArguments.tokens(reader.count("usize")));
        default -> reader.skip();
      }
    }
  }
}
