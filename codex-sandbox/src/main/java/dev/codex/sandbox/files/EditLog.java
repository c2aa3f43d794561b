package dev.codex.sandbox.files;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What one series of edits is about to do. Used by one thread. */
class EditLog implements AutoCloseable {

  /** Writes nothing down. */
  static final EditLog NONE = new EditLog(null, null);

  private final @Nullable Path file;
  private final @Nullable FileChannel channel;
  private boolean outlives;

  EditLog(@Nullable Path file, @Nullable FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  boolean isKept() {
    return channel != null;
  }

  /** To be called before the step is made. */
  void add(EditRecord record) throws IOException {
    if (channel == null) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    record.write(new DataOutputStream(bytes));
    for (ByteBuffer left = ByteBuffer.wrap(bytes.toByteArray()); left.hasRemaining(); ) {
      channel.write(left);
    }
  }

  /** Something could not be taken back: what is written down is all that is left of it. */
  void keep() {
    outlives = isKept();
  }

  /**
   * The series has come to its end, good or bad. From now on there is nothing to take back, unless
   * it is {@linkplain #keep kept} for {@link EditJournal#recover}.
   */
  @Override
  public void close() throws IOException {
    if (file != null && channel != null) {
      try {
        if (!outlives) {
          Files.deleteIfExists(file);
        }
      } finally {
        channel.close();
      }
    }
  }
}
