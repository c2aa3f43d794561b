package dev.codex.internal.harm;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import dev.codex.exec.FileStatus.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What git has of the files of a repository, committed or added. Read from its index, in the
 * versions 2 to 4, without running git: a repository may name programs that git then runs. What
 * cannot be read has nothing.
 */
final class GitIndex {

  private static final int MAX_INDEX_BYTES = 64 << 20;
  private static final int HEADER = 12;
  private static final int FIXED = 62; // of an entry, its name apart
  private static final int DIGEST = 40; // where it stands in an entry
  private static final int DIGEST_BYTES = 20;
  private static final int EXTENDED = 0x4000;

  /** A file as git has seen it last. */
  private record Entry(int seconds, int nanos, int size, byte[] digest) {}

  private final FileAccess files;
  private final Path root;
  private final Map<String, Entry> entries;

  private GitIndex(FileAccess files, Path root, Map<String, Entry> entries) {
    this.files = files;
    this.root = root;
    this.entries = entries;
  }

  static GitIndex of(FileAccess files, Path root) {
    try {
      Path index = folder(files, root).resolve("index");
      Optional<FileStatus> status = files.status(index);
      if (status.isPresent() && status.get().size() <= MAX_INDEX_BYTES) {
        return new GitIndex(files, root, entries(files.read(index)));
      }
    } catch (IOException | RuntimeException e) {
      // damaged, of another version, or not for us: then git is taken to have nothing
    }
    return new GitIndex(files, root, Map.of());
  }

  /** Linked work trees have a file there that says where. */
  private static Path folder(FileAccess files, Path root) throws IOException {
    Path git = root.resolve(".git");
    if (files.status(git).map(FileStatus::kind).orElse(Kind.OTHER) != Kind.FILE) {
      return git;
    }
    String text = new String(files.read(git), StandardCharsets.UTF_8).strip();
    return root.resolve(text.substring("gitdir:".length()).strip()).normalize();
  }

  private static Map<String, Entry> entries(byte[] bytes) {
    ByteBuffer index = ByteBuffer.wrap(bytes);
    if (index.getInt() != 0x44495243) { // DIRC
      throw new IllegalArgumentException("This is no index.");
    }
    int version = index.getInt();
    int count = index.getInt();
    Map<String, Entry> entries = new HashMap<>();
    byte[] name = new byte[0];
    int start = HEADER;
    for (int i = 0; i < count; i++) {
      index.position(start);
      byte[] digest = new byte[DIGEST_BYTES];
      index.get(start + DIGEST, digest);
      boolean isExtended = (index.getShort(start + FIXED - 2) & EXTENDED) != 0;
      int at = start + FIXED + (isExtended && version > 2 ? 2 : 0);
      int kept = 0;
      if (version == 4) {
        index.position(at);
        kept = name.length - varint(index);
        at = index.position();
      }
      int end = at;
      while (index.get(end) != 0) {
        end++;
      }
      byte[] rest = Arrays.copyOfRange(bytes, at, end);
      name = Arrays.copyOf(name, kept + rest.length);
      System.arraycopy(rest, 0, name, kept, rest.length);
      entries.put(
          new String(name, StandardCharsets.UTF_8),
          new Entry(
              index.getInt(start + 8), index.getInt(start + 12), index.getInt(start + 36), digest));
      start = version == 4 ? end + 1 : start + (end - start + 8) / 8 * 8;
    }
    return entries;
  }

  /** As git writes it: seven bits a byte, each but the last one more than it says. */
  private static int varint(ByteBuffer from) {
    int b = from.get();
    int value = b & 0x7f;
    while ((b & 0x80) != 0) {
      b = from.get();
      value = ((value + 1) << 7) | (b & 0x7f);
    }
    return value;
  }

  /** The files that git knows at and below these paths. */
  List<Path> files(List<Path> below) {
    return entries.keySet().stream()
        .map(root::resolve)
        .filter(file -> below.stream().anyMatch(file::startsWith))
        .sorted()
        .toList();
  }

  /** Whether git has what the file holds now. */
  boolean has(Path file, FileStatus status) {
    Entry entry = entries.get(root.relativize(file).toString().replace('\\', '/'));
    return entry != null
        && (entry.size() == (int) status.size() && isUntouched(entry, status)
            || Arrays.equals(entry.digest(), digest(file, status)));
  }

  private static boolean isUntouched(Entry entry, FileStatus status) {
    long seconds = Integer.toUnsignedLong(entry.seconds());
    return entry.nanos() != 0
        && status.modified().equals(Instant.ofEpochSecond(seconds, entry.nanos()));
  }

  private byte[] digest(Path file, FileStatus status) {
    try (InputStream in = files.open(file)) {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("blob " + status.size() + "\0").getBytes(StandardCharsets.UTF_8));
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha1.update(buffer, 0, n);
      }
      return sha1.digest();
    } catch (IOException e) {
      return new byte[0];
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-1.", e);
    }
  }
}
