package dev.codex.policy;

import java.nio.file.Path;
import java.util.List;
import org.immutables.value.Value;

/** A wish to write, move or delete files. */
@Value.Immutable
public non-sealed interface EditFiles extends ApprovalRequest {

  /** Every path that is written or deleted, absolute; both ends of a move. */
  List<Path> paths();

  /** The change as a unified diff or patch text, for showing. */
  String diff();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a request. */
  final class Builder extends ImmutableEditFiles.Builder {
    Builder() {}
  }
}
