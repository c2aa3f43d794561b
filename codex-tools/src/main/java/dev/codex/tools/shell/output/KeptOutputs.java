package dev.codex.tools.shell.output;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a session has kept of long outputs, and the chunks of it that the model was told of by their
 * ids. Everything together stays within the quota of the folder, files of earlier sessions in the
 * same folder included.
 */
public final class KeptOutputs implements AutoCloseable {

  /** One part of an output: what an answer was about. Bytes are counted in the whole output. */
  public record Chunk(KeptOutput output, long from, long to, long lines) {}

  private static final int MAX_FILES = 256;

  private final Optional<Path> folder;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<KeptOutput> outputs = new ArrayDeque<>(); // guarded by lock, oldest first
  private final Map<String, Chunk> chunks = new HashMap<>(); // guarded by lock
  private final Deque<Path> strangers = new ArrayDeque<>(); // guarded by lock, oldest first
  private boolean counted; // guarded by lock: the strangers
  private long used; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * An empty store.
   *
   * @param folder empty for files without a name in the temp folder
   */
  public KeptOutputs(Optional<Path> folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** A place for one more output. */
  KeptOutput create() {
    if (maxBytes == 0) {
      return new KeptOutput(this, "this host keeps no output");
    }
    KeptOutput output;
    try {
      OutputFile file = folder.isPresent() ? OutputFile.in(folder.get()) : OutputFile.temporary();
      output = new KeptOutput(this, file);
    } catch (IOException e) {
      return new KeptOutput(this, "it could not be written: " + e.getMessage());
    }
    Optional<KeptOutput> surplus = Optional.empty();
    lock.lock();
    try {
      outputs.add(output);
      if (closed || outputs.size() > MAX_FILES) {
        surplus = Optional.ofNullable(outputs.poll());
      }
    } finally {
      lock.unlock();
    }
    surplus.ifPresent(this::discard);
    return output;
  }

  /** Makes room for more bytes of an output; returns for how many there is. */
  int reserve(KeptOutput output, int length) {
    while (true) {
      Optional<KeptOutput> next;
      lock.lock();
      try {
        countStrangers();
        if (used + length <= maxBytes) {
          used += length;
          return length;
        }
        if (discardStranger()) {
          continue;
        }
        next = outputs.stream().filter(other -> other != output).findFirst();
        if (next.isEmpty()) {
          int rest = (int) Math.max(0, maxBytes - used);
          used += rest;
          return rest;
        }
        outputs.remove(next.get());
      } finally {
        lock.unlock();
      }
      discard(next.get());
    }
  }

  private void discard(KeptOutput old) {
    long freed = old.discard();
    lock.lock();
    try {
      used -= freed;
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private void countStrangers() {
    if (counted) {
      return;
    }
    counted = true;
    List<Path> found = new ArrayList<>();
    if (folder.isPresent()) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder.get(), OutputFile.PREFIX + "*")) {
        files.forEach(found::add);
      } catch (IOException e) {
        // then nothing of theirs can be counted or deleted
      }
    }
    found.sort(Comparator.comparingLong(path -> path.toFile().lastModified()));
    strangers.addAll(found);
    strangers.removeIf(path -> path.toFile().length() == 0); // our own, just made
    found.forEach(path -> used += path.toFile().length());
  }

  /** Needs the lock; false if there is none. */
  private boolean discardStranger() {
    Path oldest = strangers.poll();
    if (oldest == null) {
      return false;
    }
    long length = oldest.toFile().length();
    if (oldest.toFile().delete()) {
      used -= length;
    }
    return true;
  }

  /** Lets the model ask for this chunk. */
  void name(String id, Chunk chunk) {
    lock.lock();
    try {
      chunks.put(id, chunk);
    } finally {
      lock.unlock();
    }
  }

  public Optional<Chunk> find(String id) {
    lock.lock();
    try {
      return Optional.ofNullable(chunks.get(id));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<KeptOutput> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(outputs);
      outputs.clear();
      chunks.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(KeptOutput::close);
  }
}
