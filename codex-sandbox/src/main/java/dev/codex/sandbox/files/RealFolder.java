package dev.codex.sandbox.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is held open while something in it is changed. It is reached segment by segment and
 * never through a link: a command that puts a link in the place of a folder after its path was
 * judged makes the change fail instead of leading it elsewhere.
 */
final class RealFolder implements Closeable {

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> OLD_FILE = Set.of(
      StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final SecureDirectoryStream<Path> folder;

  private RealFolder(Path path, SecureDirectoryStream<Path> folder) {
    this.path = path;
    this.folder = folder;
  }

  /**
   * Opens it; empty where the system knows no such way.
   *
   * @param path absolute and without links
   */
  static Optional<RealFolder> open(Path path) throws IOException {
    SecureDirectoryStream<Path> current = null;
    Path reached = path.getRoot();
    for (int i = 0; i <= path.getNameCount(); i++) {
      if (i > 0) {
        reached = reached.resolve(path.getName(i - 1));
      }
      DirectoryStream<Path> next = step(current, reached);
      if (current != null) {
        current.close();
      }
      if (next != null && !(next instanceof SecureDirectoryStream)) {
        next.close();
        return Optional.empty();
      }
      current = (SecureDirectoryStream<Path>) next;
    }
    if (current == null) {
      throw new AccessDeniedException(path.toString(), null, "its entries cannot be listed");
    }
    return Optional.of(new RealFolder(path, current));
  }

  /** Null for a folder that this user may pass but not list, as some above a home are. */
  @SuppressWarnings("StreamResourceLeak") // whoever asks closes it
  private static @Nullable DirectoryStream<Path> step(
      @Nullable SecureDirectoryStream<Path> above, Path path) throws IOException {
    try {
      return above == null
          ? Files.newDirectoryStream(path)
          : above.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      return null;
    }
  }

  /**
   * Puts a finished new file in the place of what has this name.
   *
   * @param temporary a name that nobody has
   */
  void replace(
      Path name, Path temporary, byte[] content, @Nullable UnixMode before, OptionalInt mode)
      throws IOException {
    try {
      try (SeekableByteChannel channel = before == null
          ? folder.newByteChannel(temporary, NEW_FILE)
          : folder.newByteChannel(temporary, NEW_FILE, OWNER_ONLY)) {
        write(channel, content);
      }
      if (before != null) {
        give(temporary, before);
      }
      if (mode.isPresent()) {
        setMode(temporary, mode.getAsInt());
      }
      folder.move(temporary, folder, name);
    } finally {
      deleteIfExists(temporary);
    }
  }

  /** Writes into the file itself, which keeps its other names. */
  void overwrite(Path name, byte[] content) throws IOException {
    try (SeekableByteChannel channel = folder.newByteChannel(name, OLD_FILE)) {
      write(channel, content);
    }
  }

  private static void write(SeekableByteChannel channel, byte[] content) throws IOException {
    for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
      channel.write(left);
    }
  }

  private PosixFileAttributeView view(Path name) {
    return folder.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void give(Path name, UnixMode before) throws IOException {
    PosixFileAttributeView view = view(name);
    try {
      Path example = path.getFileSystem().getPath("/proc/self");
      UnixMode own = UnixMode.of(example);
      if (own.owner() != before.owner() || own.group() != before.group()) {
        var lookup = path.getFileSystem().getUserPrincipalLookupService();
        view.setGroup(lookup.lookupPrincipalByGroupName(String.valueOf(before.group())));
        view.setOwner(lookup.lookupPrincipalByName(String.valueOf(before.owner())));
      }
    } catch (IOException e) {
      // only root may give files away; the content matters more
    }
    setMode(name, before.mode());
  }

  /** Sets the permissions of a file or a folder that this user may read, never through a link. */
  void setMode(Path name, int mode) throws IOException {
    view(name).setPermissions(UnixMode.permissions(mode));
  }

  /** Deletes a file or a link. */
  void delete(Path name) throws IOException {
    folder.deleteFile(name);
  }

  /** Deletes an empty folder. */
  void deleteDirectory(Path name) throws IOException {
    folder.deleteDirectory(name);
  }

  void deleteIfExists(Path name) throws IOException {
    try {
      folder.deleteFile(name);
    } catch (NoSuchFileException e) {
      // as wanted
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
