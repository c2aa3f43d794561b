package dev.codex.sandbox;

import java.util.OptionalLong;
import org.immutables.value.Value;

/**
 * What a command may use up. The default is no limit: what is right depends on the work. They are
 * limits of the kernel on processes, so a command with many processes has that many times as much;
 * a control group around the JVM bounds the sum.
 */
@Value.Immutable
public interface ResourceLimits {

  /** Processes and threads of one command; not enforced if this JVM runs as root. */
  OptionalLong maxProcesses();

  /** Bytes that each process can allocate. */
  OptionalLong maxMemoryBytes();

  /** Bytes of each file that is written. */
  OptionalLong maxFileBytes();

  /** No limits. */
  static ResourceLimits none() {
    return builder().build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds limits. */
  final class Builder extends ImmutableResourceLimits.Builder {
    Builder() {}
  }
}
