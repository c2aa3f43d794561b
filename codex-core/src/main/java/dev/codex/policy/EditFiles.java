package dev.codex.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/** A wish to write, move or delete files. */
@Value.Immutable
public non-sealed interface EditFiles extends ApprovalRequest {

  /** Every path that is written or deleted, absolute; both ends of a move. */
  List<Path> paths();

  /** The change as a unified diff or patch text, for showing. */
  String diff();

  @Override
  default String display() {
    return "write "
        + paths().stream()
            .map(path -> DisplayText.of(path.toString())
                + (realPaths().containsKey(path)
                    ? " (really " + DisplayText.of(realPaths().get(path).toString()) + ")"
                    : ""))
            .collect(Collectors.joining(", "));
  }

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
