package dev.codex.tools.shell.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The whole output of one command, readable by nobody else. It is opened once and never by its name
 * again, so that what a command does to the name afterwards changes nothing.
 */
final class OutputFile implements AutoCloseable {

  static final String PREFIX = "codex-output-";

  private final FileChannel channel;
  private final Optional<Path> path;

  private OutputFile(FileChannel channel, Optional<Path> path) {
    this.channel = channel;
    this.path = path;
  }

  /** A file that stays. */
  static OutputFile in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.resolve(PREFIX + UUID.randomUUID() + ".log");
    return new OutputFile(open(path), Optional.of(path));
  }

  /** A file that is gone when it is closed, or with this JVM. */
  static OutputFile temporary() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    Path path = folder.resolve(PREFIX + UUID.randomUUID());
    FileChannel channel = open(path, StandardOpenOption.DELETE_ON_CLOSE);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // some systems keep the name of an open file; then it goes at the end
    }
    return new OutputFile(channel, Optional.empty());
  }

  private static FileChannel open(Path path, StandardOpenOption... more) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode = posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
    Set<StandardOpenOption> options = new java.util.HashSet<>(Set.of(more));
    options.addAll(
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    try {
      return FileChannel.open(path, options, mode);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(path + " exists, which a random name should not", e);
    }
  }

  void append(byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Bytes from that position on; -1 at the end. */
  int read(ByteBuffer target, long position) throws IOException {
    return channel.read(target, position);
  }

  /** Closes it, and deletes it if it has a name. */
  void delete() throws IOException {
    close();
    if (path.isPresent()) {
      Files.deleteIfExists(path.get());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
