package dev.codex.auth;

import java.net.URI;
import java.util.Optional;

/**
 * Proves to a server who is asking. Called before every request, on the thread that sends it, so a
 * credential that expires can be renewed here; it may block and must be safe from many threads.
 *
 * <p>An implementation knows for which server its secret was given and answers nothing for another
 * one. No secret may show up in {@code toString}.
 */
@FunctionalInterface
public interface Credential {

  /**
   * The value of the {@code Authorization} header, such as {@code Bearer sk-…}.
   *
   * @param origin scheme, host and port of the server that will read it
   * @return empty if the request shall go without
   * @throws dev.codex.error.CodexException if there is a secret but it cannot be had now
   */
  Optional<String> authorization(URI origin);
}
