package dev.codex.item;

import java.nio.file.Path;
import java.util.Optional;
import org.immutables.value.Value;

/** What happened to one file. */
@Value.Immutable
public interface ChangedFile {

  /** Absolute; of a file that moved, where it was. */
  Path path();

  Kind kind();

  /** Where an updated file has moved to, absolute. */
  Optional<Path> movedTo();

  /**
   * What changed: of an updated file a unified diff with one line of context and without a head, of
   * an added or a deleted file its text. Empty where the content is not text or was not kept.
   */
  @Value.Default
  default String diff() {
    return "";
  }

  static ChangedFile of(Path path, Kind kind) {
    return builder().path(path).kind(kind).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** What happened to a file. */
  enum Kind {
    ADD,
    DELETE,
    /** Changed in place or moved. */
    UPDATE
  }

  /** Builds a changed file. */
  final class Builder extends ImmutableChangedFile.Builder {
    Builder() {}
  }
}
