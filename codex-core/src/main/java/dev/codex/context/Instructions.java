package dev.codex.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a model is told about its job. */
public final class Instructions {

  private Instructions() {}

  /** The instructions that an agent has if its host gives none: a careful coding agent. */
  public static String standard() {
    try (InputStream in = Instructions.class.getResourceAsStream("instructions.md")) {
      if (in == null) {
        throw new IllegalStateException("The resource instructions.md is missing from the jar.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
