package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Empty folders that have to be on the host so that a mount can keep a missing name missing.
 *
 * <p>Removing such a folder takes the mount of every sandbox away that covers it, so it goes with
 * its last user. Users are files in a folder that no confined command sees; one lock guards making
 * and removing, across all JVMs of this user. A folder that a killed JVM left is known by its mode.
 */
final class Placeholders {

  private static final FileAttribute<?> READ_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x"));
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String CONTENT = ".\n";
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(50);

  private final Path users;

  /**
   * Placeholders of one user of this machine.
   *
   * @param folder where commands cannot write; made when it is needed
   */
  Placeholders(Path folder) {
    this.users = folder;
  }

  /** Known to all JVMs of this user and out of sight of every confined command. */
  static Placeholders ofThisUser() {
    return new Placeholders(Path.of("/dev/shm", "codex-" + System.getProperty("user.name")));
  }

  /** Whether this is nothing but a placeholder. */
  static boolean isOne(Path path) {
    try {
      if (isFile(path)) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && Files.size(path) == CONTENT.length()
            && Files.readString(path).equals(CONTENT);
      }
      PosixFileAttributes attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isDirectory()
          && !attributes.permissions().contains(PosixFilePermission.OWNER_WRITE)
          && isEmpty(path);
    } catch (IOException e) {
      return false;
    }
  }

  /** A git folder without this file and one whose file says "here" are the same to git. */
  private static boolean isFile(Path path) {
    return path.endsWith("commondir");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** Keeps the folders there until the lease is closed. */
  Lease take(List<Path> folders) {
    if (folders.isEmpty()) {
      return () -> {};
    }
    String user = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    Set<Path> parents = new LinkedHashSet<>();
    folders.forEach(folder -> parents.add(folder.getParent()));
    try (FileChannel channel = open();
        FileLock lock = lock(channel)) {
      for (Path parent : parents) {
        Files.createFile(made(usersOf(parent)).resolve(user));
      }
      for (Path folder : folders) {
        make(folder);
      }
    } catch (IOException e) {
      throw new SandboxUnavailableException(
          "Names that must stay missing cannot be kept so in " + folders.get(0).getParent() + " ("
              + e + "). Make that folder writable for this user, or leave it out of the writable"
              + " roots.",
          e);
    }
    return () -> release(folders, parents, user);
  }

  private static Path made(Path folder) throws IOException {
    return Files.isDirectory(folder) ? folder : Files.createDirectory(folder);
  }

  private static void make(Path folder) throws IOException {
    try {
      if (isFile(folder)) {
        Files.writeString(folder, CONTENT, StandardOpenOption.CREATE_NEW);
      } else {
        Files.createDirectory(folder, READ_ONLY);
      }
    } catch (FileAlreadyExistsException e) {
      if (!isOne(folder)) {
        throw e;
      }
    }
  }

  private void release(List<Path> folders, Set<Path> parents, String user) {
    try (FileChannel channel = open();
        FileLock lock = lock(channel)) {
      for (Path parent : parents) {
        Path users = usersOf(parent);
        Files.deleteIfExists(users.resolve(user));
        if (isUnused(users)) {
          Files.delete(users);
          for (Path folder : folders) {
            if (parent.equals(folder.getParent())) {
              remove(folder);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try {
      if (isOne(folder)) {
        Files.delete(folder);
      }
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      // somebody has taken it over
    }
  }

  /** Without users that ended before they could say so. */
  private static boolean isUnused(Path users) throws IOException {
    boolean isUnused = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(users)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
        if (ProcessHandle.of(pid).isPresent()) {
          isUnused = false;
        } else {
          Files.deleteIfExists(entry);
        }
      }
    }
    return isUnused;
  }

  private Path usersOf(Path parent) {
    byte[] name = parent.toString().getBytes(StandardCharsets.UTF_8);
    return users.resolve(UUID.nameUUIDFromBytes(name).toString());
  }

  private FileChannel open() throws IOException {
    if (!Files.isDirectory(users, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectory(users, PRIVATE);
      } catch (FileAlreadyExistsException e) {
        // another JVM was faster
      }
    }
    checkOwner();
    return FileChannel.open(
        users.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The name can be guessed, so somebody else may have been here before. */
  private void checkOwner() throws IOException {
    Object owner = Files.getAttribute(users, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new IOException(users + " belongs to somebody else");
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(BREATH); // another thread of this JVM has it, never for long
      }
    }
  }

  /** A use of some placeholders. */
  @FunctionalInterface
  interface Lease extends AutoCloseable {
    @Override
    void close();
  }
}
