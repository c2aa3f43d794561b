package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** The configuration says something that cannot be meant. */
public final class ConfigException extends CodexException {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
