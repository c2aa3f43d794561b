package dev.codex.tools.schema;

import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The parameters of tools whose schema is what models were trained with, and so no record's. */
public final class SchemaFile {

  private SchemaFile() {}

  /** A function tool whose parameters lie beside its class, in a resource of its name. */
  public static ToolSpec function(Class<?> tool, String name, String description) {
    try (InputStream in = tool.getResourceAsStream(name + ".json")) {
      byte[] json = Objects.requireNonNull(in, name).readAllBytes();
      return ToolSpec.function(
          name,
          description,
          new String(json, StandardCharsets.UTF_8).strip(),
          ToolSpec.Strictness.LENIENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
