package dev.codex.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The one JSON factory and the few moves that all codecs share. */
public final class Json {

  /**
   * Strings may be as long as an image or a command's output is; depth is bounded so that hostile
   * nesting ends in an exception and not in a stack overflow. Names are not interned, since
   * servers and models choose them.
   */
  private static final JsonFactory FACTORY = new JsonFactoryBuilder()
      // the default keeps buffers per thread, which turns on virtual threads would throw away
      .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
      .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxStringLength(256 << 20)
          .maxNestingDepth(500)
          .build())
      .build();

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private Json() {}

  public static JsonParser parser(byte[] json) throws IOException {
    return FACTORY.createParser(json);
  }

  public static JsonParser parser(byte[] json, int offset, int length) throws IOException {
    return FACTORY.createParser(json, offset, length);
  }

  public static JsonParser parser(String json) throws IOException {
    return FACTORY.createParser(json);
  }

  /** What the writer writes, as UTF-8. */
  public static byte[] bytes(Writer writer) {
    Bytes out = new Bytes();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toBytes();
  }

  /** What the writer writes, as text. */
  public static String text(Writer writer) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Writes to that writer; whoever asks for it closes it. */
  public static JsonGenerator generator(java.io.Writer out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** A JSON string literal, quotes included. */
  public static String quote(String text) {
    return text(json -> json.writeString(text));
  }

  /** The current string; what is none is skipped and gives the other. */
  public static String textOr(JsonParser parser, String other) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return other;
  }

  /** The current string; what is none is skipped and gives null. */
  public static @Nullable String textOrNull(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }

  /** The current string, or the JSON text of whatever else stands there. */
  public static String textOrJson(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : copy(parser);
  }

  /** The JSON text of the current value; afterwards the parser stands at its end. */
  public static String copy(JsonParser parser) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.copyCurrentStructure(parser);
    }
    return out.toString();
  }

  /** A generator passes on all of a short text in one piece, which then is copied only once. */
  private static final class Bytes extends OutputStream {
    private byte[] bytes = {};
    private int count;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] piece, int offset, int length) {
      int end = Math.addExact(count, length);
      if (count == 0) {
        bytes = Arrays.copyOfRange(piece, offset, offset + length);
      } else {
        if (end > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(2L * end, MAX_ARRAY)));
        }
        System.arraycopy(piece, offset, bytes, count, length);
      }
      count = end;
    }

    byte[] toBytes() {
      return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
  }

  /** Writes JSON. */
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }
}
