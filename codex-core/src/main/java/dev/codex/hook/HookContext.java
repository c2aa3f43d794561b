package dev.codex.hook;

import dev.codex.policy.ApprovalPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.immutables.value.Value;

/** Where a hook is called: the session and turn that an event belongs to. */
@Value.Immutable
public interface HookContext {

  String sessionId();

  /** Empty for events that belong to no turn. */
  @Value.Default
  default String turnId() {
    return "";
  }

  /** The file that the session is written to, if it is a file; it may not exist yet. */
  Optional<Path> transcript();

  /** Absolute. */
  Path workingDirectory();

  /** The model's name. */
  String model();

  ApprovalPolicy approvalPolicy();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a context. */
  final class Builder extends ImmutableHookContext.Builder {
    Builder() {}
  }
}
