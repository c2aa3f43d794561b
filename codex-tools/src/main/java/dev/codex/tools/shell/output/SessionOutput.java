package dev.codex.tools.shell.output;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a command has printed: all of it in bounded memory for those who watch, what came since the
 * last answer for the next one, and the whole in a file as soon as some of it is not shown. One
 * thread appends while others take.
 */
public final class SessionOutput {

  /** What came since the last answer; the chunk says where it stands in the whole. */
  public record Part(TokenText text, long from, long to, long lines) {}

  private final KeptOutputs outputs;
  private final ReentrantLock lock = new ReentrantLock();
  private final CapturedOutput all = new CapturedOutput(); // guarded by lock
  private @Nullable CapturedOutput fresh; // guarded by lock; until the first answer, all is fresh
  private long taken; // guarded by lock: bytes that earlier answers were about
  private @Nullable KeptOutput kept; // guarded by lock

  public SessionOutput(KeptOutputs outputs) {
    this.outputs = outputs;
  }

  public void append(byte[] bytes, int length) {
    lock.lock();
    try {
      if (kept == null && !all.isWholeWith(length)) {
        keep();
      }
      all.append(bytes, length);
      if (fresh != null) {
        fresh.append(bytes, length);
      }
      if (kept != null) {
        kept.append(bytes, length);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock; nothing has been left out so far. */
  private KeptOutput keep() {
    KeptOutput created = outputs.create();
    byte[] soFar = all.head();
    created.append(soFar, soFar.length);
    kept = created;
    return created;
  }

  /** Everything, for those who watch. */
  public TokenText all() {
    lock.lock();
    try {
      return all.text();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What came since the last time.
   *
   * @param id by which the model can ask for what the answer leaves out
   * @param maxTokens how much the answer shows
   */
  public Part take(String id, int maxTokens) {
    lock.lock();
    try {
      CapturedOutput current = fresh == null ? all : fresh;
      TokenText text = current.text();
      Part part = new Part(text, taken, all.bytes(), current.lines());
      if (!text.fits(maxTokens)) {
        KeptOutput whole = kept == null ? keep() : kept;
        outputs.name(id, new KeptOutputs.Chunk(whole, part.from(), part.to(), part.lines()));
      }
      taken = all.bytes();
      fresh = new CapturedOutput();
      return part;
    } finally {
      lock.unlock();
    }
  }
}
