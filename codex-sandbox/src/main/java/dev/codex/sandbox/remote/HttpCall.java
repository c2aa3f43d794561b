package dev.codex.sandbox.remote;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** An HTTP request that an executor sends from where it is. */
@Value.Immutable
public interface HttpCall {

  @Value.Default
  default String method() {
    return "GET";
  }

  /** {@code http} or {@code https}. */
  URI url();

  /** Names may repeat. */
  List<Map.Entry<String, String>> headers();

  @Value.Default
  default byte[] body() {
    return new byte[0];
  }

  @Value.Default
  default Duration timeout() {
    return Duration.ofSeconds(30);
  }

  /** Whether redirects are followed; they are not by default. */
  @Value.Default
  default boolean followsRedirects() {
    return false;
  }

  static HttpCall get(URI url) {
    return builder().url(url).build();
  }

  static Builder builder() {
    return new Builder();
  }

  /** Builds calls. */
  final class Builder extends ImmutableHttpCall.Builder {
    Builder() {}
  }
}
