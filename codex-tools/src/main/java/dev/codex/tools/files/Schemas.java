package dev.codex.tools.files;

import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The parameters of these tools, which are resources of this package. */
final class Schemas {

  private Schemas() {}

  /** A function tool whose parameters lie beside this class under its name. */
  static ToolSpec function(String name, String description) {
    try (InputStream in = Schemas.class.getResourceAsStream(name + ".json")) {
      byte[] json = Objects.requireNonNull(in, name).readAllBytes();
      return new ToolSpec.Function(
          name,
          description,
          new String(json, StandardCharsets.UTF_8).strip(),
          ToolSpec.Strictness.LENIENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
