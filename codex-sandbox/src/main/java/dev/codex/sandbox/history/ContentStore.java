package dev.codex.sandbox.history;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Contents by their SHA-256: each is kept once, in a file that only its owner can read. Belongs to
 * one process at a time and is used by one thread at a time.
 */
final class ContentStore {

  private static final String INCOMPLETE = ".tmp";

  private final Path folder;
  private final long maxBytes;
  private final long maxFileBytes;
  private final Map<String, Long> kept = new HashMap<>(); // digest to bytes
  private long bytes;
  private long lacking;

  private ContentStore(Path folder, long maxBytes, long maxFileBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.maxFileBytes = maxFileBytes;
  }

  static ContentStore open(Path folder, long maxBytes, long maxFileBytes) throws IOException {
    ContentStore store = new ContentStore(folder, maxBytes, maxFileBytes);
    Private.folder(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (file.toString().endsWith(INCOMPLETE)) {
          Files.delete(file); // a process was killed meanwhile
        } else {
          store.keep(folder.relativize(file).toString().replace("/", ""), Files.size(file));
        }
      }
    }
    return store;
  }

  private void keep(String digest, long size) {
    kept.put(digest, size);
    bytes += size;
  }

  boolean isNearlyFull() {
    return isNearlyFull(bytes);
  }

  /** Whether it would be even if it had nothing but these. */
  boolean isNearlyFullWith(Set<String> digests) {
    return isNearlyFull(bytes(digests));
  }

  boolean hasRoomFor(long more) {
    return bytes + more <= maxBytes;
  }

  /** Whether it would have room for so much more if it had nothing but these. */
  boolean hasRoomWith(Set<String> digests, long more) {
    return bytes(digests) + more <= maxBytes;
  }

  /** How much was not kept for lack of room since this was asked last, in bytes. */
  long takeLacking() {
    long taken = lacking;
    lacking = 0;
    return taken;
  }

  private long bytes(Set<String> digests) {
    return digests.stream().mapToLong(digest -> kept.getOrDefault(digest, 0L)).sum();
  }

  private boolean isNearlyFull(long asked) {
    return asked > maxBytes - maxBytes / 10;
  }

  boolean has(String digest) {
    return kept.containsKey(digest);
  }

  /** Returns the digest of a file, whose content is kept if there is room for it. */
  String put(Path file, long size) throws IOException {
    if (size > maxFileBytes || !hasRoomFor(size)) {
      lacking += size > maxFileBytes ? 0 : size;
      return copy(file, OutputStream.nullOutputStream());
    }
    Path incomplete = folder.resolve(UUID.randomUUID() + INCOMPLETE);
    try {
      String digest;
      try (OutputStream out = Files.newOutputStream(Private.file(incomplete))) {
        digest = copy(file, out);
      }
      if (!has(digest)) {
        Private.folder(folder.resolve(digest.substring(0, 2)));
        Files.move(incomplete, path(digest), StandardCopyOption.ATOMIC_MOVE);
        keep(digest, Files.size(path(digest)));
      }
      return digest;
    } finally {
      Files.deleteIfExists(incomplete);
    }
  }

  private static String copy(Path file, OutputStream out) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Writes a content into a new file that only its owner can read.
   *
   * @throws IOException also if the content is not kept or was damaged
   */
  void copyTo(String digest, Path file) throws IOException {
    if (!has(digest)) {
      throw new FileNotFoundException("Its old content was not kept.");
    }
    MessageDigest actual = sha256();
    try (OutputStream out =
        new DigestOutputStream(Files.newOutputStream(Private.file(file)), actual)) {
      Files.copy(path(digest), out);
    }
    if (!HexFormat.of().formatHex(actual.digest()).equals(digest)) {
      throw new IOException("Its old content was damaged where it is kept: " + path(digest));
    }
  }

  /** Forgets all contents but these. */
  void retain(Set<String> digests) throws IOException {
    for (Map.Entry<String, Long> content : Map.copyOf(kept).entrySet()) {
      String digest = content.getKey();
      if (!digests.contains(digest)) {
        Files.deleteIfExists(path(digest));
        kept.remove(digest);
        bytes -= content.getValue();
      }
    }
  }

  private Path path(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest.substring(2));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }
}
