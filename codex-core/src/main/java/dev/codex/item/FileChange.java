package dev.codex.item;

import java.nio.file.Path;
import java.util.List;
import org.immutables.value.Value;

/** Files that a patch changed. */
@Value.Immutable
public non-sealed interface FileChange extends WorkItem {

  /** Sorted by path. */
  List<Entry> changes();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** What a patch does to a file. */
  enum Kind {
    ADD,
    DELETE,
    /** Changed in place or moved; the entry then names the old path. */
    UPDATE
  }

  /** One file, by its absolute path. */
  record Entry(Path path, Kind kind) {}

  final class Builder extends ImmutableFileChange.Builder {
    Builder() {}
  }
}
