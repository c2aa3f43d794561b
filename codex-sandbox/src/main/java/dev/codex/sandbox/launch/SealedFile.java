package dev.codex.sandbox.launch;

import dev.codex.sandbox.kernel.User;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that has no name, only an open descriptor of this JVM, so that no command can find it. A
 * child opens it by the descriptor's entry in {@code /proc}.
 */
public final class SealedFile implements Closeable {

  /** The first is never visible to a confined command, whatever it may write to. */
  private static final List<Path> FOLDERS = List.of(Path.of("/dev/shm"), Path.of("/run"));

  private final RandomAccessFile open;
  private final Path path;

  private SealedFile(RandomAccessFile open, Path path) {
    this.open = open;
    this.path = path;
  }

  /** Holds the bytes where the first folder takes them. */
  public static SealedFile of(byte[] content) throws IOException {
    Path folder = FOLDERS.stream()
        .filter(Files::isWritable)
        .findFirst()
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
    return of(content, folder, "rw-------");
  }

  /** Holds a program that this user can start. */
  static SealedFile program(byte[] content, Path folder) throws IOException {
    return of(content, folder, "rwx------");
  }

  private static SealedFile of(byte[] content, Path folder, String mode) throws IOException {
    Path file = Files.createTempFile(
        folder,
        "codex-",
        "",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    try {
      Files.write(file, content);
      RandomAccessFile open = new RandomAccessFile(file.toFile(), "r");
      return new SealedFile(open, descriptor(file));
    } finally {
      Files.delete(file);
    }
  }

  /** Where programs may be: many systems allow none in the first. None of them is a temp folder. */
  static List<Path> programFolders() {
    List<Path> folders = new ArrayList<>(FOLDERS);
    folders.add(Path.of("/run/user", String.valueOf(User.current().id())));
    folders.add(Path.of(System.getProperty("user.home")));
    folders.removeIf(folder -> !Files.isWritable(folder));
    return folders;
  }

  private static Path descriptor(Path file) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor) && pointsTo(descriptor, file)) {
          return Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "fd")
              .resolve(descriptor.getFileName());
        }
      }
    }
    throw new IOException("No descriptor of " + file + " in /proc/self/fd");
  }

  private static boolean pointsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  /** For as long as this is open. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
