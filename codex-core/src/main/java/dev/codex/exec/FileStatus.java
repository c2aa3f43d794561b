package dev.codex.exec;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What is at a path. */
@Value.Immutable
public interface FileStatus {

  Kind kind();

  /** In bytes; 0 for what is no regular file. */
  @Value.Default
  default long size() {
    return 0;
  }

  /** POSIX permission bits; 0 where the file system has none. */
  @Value.Default
  default int mode() {
    return 0;
  }

  /** When the content was last written; {@link Instant#EPOCH} where that is not known. */
  @Value.Default
  default Instant modified() {
    return Instant.EPOCH;
  }

  /**
   * When content, mode or name last changed. No program can set this back, so a file of which it is
   * the same has not been touched. Empty where the file system does not tell.
   */
  Optional<Instant> changed();

  /** Where a symbolic link leads, as it is spelled; empty for others and where it is not known. */
  Optional<Path> linkTarget();

  static FileStatus of(Kind kind, long size, int mode) {
    return builder().kind(kind).size(size).mode(mode).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** The kind of thing. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }

  /** Builds a status. */
  final class Builder extends ImmutableFileStatus.Builder {
    Builder() {}
  }
}
