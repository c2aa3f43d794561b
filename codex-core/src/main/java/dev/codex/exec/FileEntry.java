package dev.codex.exec;

import java.util.Objects;

/**
 * One thing in a folder.
 *
 * @param name without the folder
 * @param status of the thing itself; a symbolic link is not followed
 */
public record FileEntry(String name, FileStatus status) {

  public FileEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(status, "status");
  }
}
