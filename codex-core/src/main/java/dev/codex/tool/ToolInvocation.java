package dev.codex.tool;

import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.internal.schema.RecordReader;
import java.nio.file.Path;
import org.immutables.value.Value;

/** One call of a tool: what the model passed, and what the tool may use to do it. */
@Value.Immutable
public interface ToolInvocation {

  String sessionId();

  String turnId();

  /** As the model named it. Models repeat names: no key for anything lasting. */
  String callId();

  /** JSON of a function call or text of a freeform call, as the model wrote it. */
  String input();

  /** The session's working directory, absolute. */
  Path workingDirectory();

  /** Starts commands under the policy that holds for this call. */
  @Value.Auxiliary
  CommandRunner commands();

  /** Reads and edits files under the policy that holds for this call. */
  @Value.Auxiliary
  FileAccess files();

  /** What tools keep for the rest of the session. */
  @Value.Auxiliary
  @Value.Default
  default SessionScope session() {
    return new SessionScope();
  }

  @Value.Auxiliary
  @Value.Default
  default Cancellation cancellation() {
    return new Cancellation();
  }

  @Value.Auxiliary
  @Value.Default
  default Progress progress() {
    return Progress.none();
  }

  /**
   * How much of the result the model is meant to get, in tokens of four bytes; of one that has more
   * than a fifth more than that, the middle is left out. The model's profile says how much.
   */
  @Value.Default
  default int maxOutputTokens() {
    return 10_000;
  }

  /**
   * The arguments as a record.
   *
   * @throws dev.codex.error.ToolException if they do not fit; the message names the place and what
   *     was expected, and lets the model correct itself
   */
  default <A> A argumentsAs(Class<A> type) {
    return RecordReader.of(type).read(input());
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds an invocation. */
  final class Builder extends ImmutableToolInvocation.Builder {
    Builder() {}
  }
}
