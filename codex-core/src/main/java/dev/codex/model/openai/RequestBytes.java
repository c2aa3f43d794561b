package dev.codex.model.openai;

import dev.codex.model.ModelInput;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body put together from bytes that exist already; sending it again sends the same. */
final class RequestBytes extends RequestBody {

  private static final int MAX_BUFFERED_BYTES = 64 << 10;

  private final RequestEncoder.Frame frame;
  private final ModelInput input;
  private final byte[] end;

  RequestBytes(RequestEncoder.Frame frame, ModelInput input, byte[] end) {
    this.frame = frame;
    this.input = input;
    this.end = end;
  }

  /** None: the header is set where the other ones are, without a charset. */
  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    int commas = Math.max(0, input.size() - (frame.startsWithItem() ? 0 : 1));
    return frame.start().length + input.byteCount() + commas + frame.middle().length + end.length;
  }

  /**
   * Past the sink and into its buffer, since a sink passes on what it can with every single piece:
   * that was a third of the time of a round whose code is not compiled yet.
   */
  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    Buffer buffer = sink.getBuffer();
    buffer.write(frame.start());
    for (int i = 0; i < input.size(); i++) {
      if (i > 0 || frame.startsWithItem()) {
        buffer.writeByte(',');
      }
      buffer.write(input.json(i));
      if (buffer.size() > MAX_BUFFERED_BYTES) {
        sink.emitCompleteSegments();
      }
    }
    buffer.write(frame.middle());
    buffer.write(end);
    sink.emitCompleteSegments();
  }
}
