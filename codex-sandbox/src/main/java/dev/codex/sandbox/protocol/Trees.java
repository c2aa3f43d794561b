package dev.codex.sandbox.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.internal.rpc.JsonSlice;
import java.io.IOException;

/** Small JSON values as trees; large ones are better read with a parser. */
public final class Trees {

  private static final int MAX_TEXT = 768 << 20;
  private static final int MAX_DEPTH = 128;

  private static final ObjectMapper READER = new ObjectMapper(new JsonFactoryBuilder()
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxStringLength(MAX_TEXT)
          .maxNestingDepth(MAX_DEPTH)
          .build())
      .build());

  private Trees() {}

  public static JsonNode read(JsonSlice json) throws IOException {
    return READER.readTree(json.bytes(), json.offset(), json.length());
  }
}
