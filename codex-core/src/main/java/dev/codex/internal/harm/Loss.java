package dev.codex.internal.harm;

import dev.codex.policy.Safeguard;
import java.util.Optional;

/** How much a turn has destroyed, or would. */
public record Loss(int deleted, int overwritten, long bytes) {

  public static final Loss NONE = new Loss(0, 0, 0);

  public Loss plus(Loss other) {
    return new Loss(deleted + other.deleted, overwritten + other.overwritten, bytes + other.bytes);
  }

  public static Loss ofDeleted(long bytes) {
    return new Loss(1, 0, bytes);
  }

  public static Loss ofOverwritten(long bytes) {
    return new Loss(0, 1, bytes);
  }

  /** Which limit that is too much for. */
  public Optional<String> beyond(Safeguard limits) {
    if (deleted > limits.maxDeletedFiles()) {
      return Optional.of("more than " + limits.maxDeletedFiles() + " files would be deleted");
    }
    if (overwritten > limits.maxOverwrittenFiles()) {
      return Optional.of(
          "more than " + limits.maxOverwrittenFiles() + " files would be written over");
    }
    return bytes > limits.maxLostBytes()
        ? Optional.of("more than " + limits.maxLostBytes() + " bytes would be lost")
        : Optional.empty();
  }
}
