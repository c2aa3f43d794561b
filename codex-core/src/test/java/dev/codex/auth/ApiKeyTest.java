package dev.codex.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  private static final URI SERVER = URI.create("https://api.example.com/");

  @Test
  void isSentAsBearerWithoutTheBlanksAroundIt() {
    assertThat(ApiKey.of(" sk-1\n").authorization(SERVER)).contains("Bearer sk-1");
  }

  @Test
  void answersOnlyTheServerItIsFor() {
    ApiKey key = ApiKey.of("sk-1").onlyFor(URI.create("https://API.example.com:443/v1"));

    assertThat(key.authorization(SERVER)).contains("Bearer sk-1");
    assertThat(key.authorization(URI.create("http://api.example.com/"))).isEmpty();
    assertThat(key.authorization(URI.create("https://api.example.com:8443/"))).isEmpty();
    assertThat(key.authorization(URI.create("https://example.com/"))).isEmpty();
  }

  @Test
  void doesNotShowItself() {
    assertThat(ApiKey.of("sk-secret")).hasToString("ApiKey[…]");
    assertThatThrownBy(() -> ApiKey.of("sk-secret\nx"))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ApiKey.of(" ")).isInstanceOf(ConfigException.class);
  }
}
