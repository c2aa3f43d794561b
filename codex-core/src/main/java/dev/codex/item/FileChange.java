package dev.codex.item;

import java.util.List;
import org.immutables.value.Value;

/** Files that a patch changed. */
@Value.Immutable
public non-sealed interface FileChange extends WorkItem {

  /** Sorted by path. */
  List<ChangedFile> changes();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  final class Builder extends ImmutableFileChange.Builder {
    Builder() {}
  }
}
