package dev.codex.ledger;

import dev.codex.error.SessionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps the book as JSON lines in one file, two for each call: what is intended, and how it ended.
 *
 * <p>A line is in the file when the method returns, so that a kill of this process loses nothing; a
 * power cut may lose the last ones. The file is only ever added to, is readable by its owner only,
 * and may be shared by any number of agents and processes on one machine. A torn or foreign line is
 * passed over, and takes no other line with it.
 */
public final class JsonlLedger implements Ledger {

  private final Path file;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  /** Entries of this process that are not settled: their outcome will be known. */
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  private JsonlLedger(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** A book in that file, which is made with the folders above it when the first call comes. */
  public static JsonlLedger in(Path file) {
    return in(file, Clock.systemUTC());
  }

  /** A book whose settlements carry the time of that clock. */
  public static JsonlLedger in(Path file, Clock clock) {
    return new JsonlLedger(file.toAbsolutePath().normalize(), clock);
  }

  @Override
  public Optional<Path> place() {
    return Optional.of(file);
  }

  @Override
  public void intend(Entry entry) {
    open.add(entry.id());
    append(LedgerLine.intended(entry));
  }

  @Override
  public void settle(Entry entry, Outcome outcome) {
    append(LedgerLine.settled(entry, outcome, clock.instant()));
    open.remove(entry.id());
  }

  @Override
  public List<Entry> unsettled(String sessionId) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    read(line -> {
      if (line.isIntent() && line.entry().sessionId().equals(sessionId)) {
        entries.put(line.entry().id(), line.entry());
      } else if (!line.isIntent()) {
        entries.remove(line.entry().id());
      }
    });
    entries.keySet().removeAll(open);
    return List.copyOf(entries.values());
  }

  /**
   * Writes one JSON object per call, oldest first: what was intended, what was decided and how it
   * ended. The outcome is {@code open} for a call that was not settled.
   */
  public void export(Appendable out) {
    Map<String, Audited> calls = new LinkedHashMap<>();
    read(line -> calls.merge(
        line.entry().id(),
        new Audited(line.entry(), line.outcome(), line.settledAt()),
        (intent, settled) -> new Audited(intent.entry, settled.outcome, settled.settledAt)));
    try {
      for (Audited call : calls.values()) {
        out.append(LedgerLine.audited(call.entry, call.outcome, call.settledAt)).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Audited(Entry entry, String outcome, Instant settledAt) {}

  private void read(Consumer<LedgerLine> reader) {
    // a reader that replaces what is no letter, since a line may have been torn within one
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LedgerLine.parse(line).forEach(reader);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new SessionException("The ledger " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** One write for the whole line, so that lines of several processes do not mix. */
  private void append(String line) {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    lock.lock();
    try (FileChannel channel = open()) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new SessionException(
          "The ledger " + file + " cannot be written: " + e.getMessage()
              + ". Nothing is done that cannot be entered.",
          e);
    } finally {
      lock.unlock();
    }
  }

  private FileChannel open() throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try {
      return FileChannel.open(file, options, attributes("rw-------"));
    } catch (NoSuchFileException e) {
      Files.createDirectories(parent(), attributes("rwx------"));
      return FileChannel.open(file, options, attributes("rw-------"));
    }
  }

  private Path parent() throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("it has no folder");
    }
    return parent;
  }

  private FileAttribute<?>[] attributes(String permissions) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return "JsonlLedger[" + file + "]";
  }
}
