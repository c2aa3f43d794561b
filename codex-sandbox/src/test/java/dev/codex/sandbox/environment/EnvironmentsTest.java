package dev.codex.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import dev.codex.sandbox.EnvironmentPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentsTest {

  private static final String URL = "CODEX_EXEC_SERVER_URL";

  @TempDir
  private Path home;

  private Environments of(String url) {
    return Environments.of(url == null ? Map.of() : Map.of(URL, url), home);
  }

  private Environments file(String toml) throws IOException {
    Files.writeString(home.resolve("environments.toml"), toml);
    return of("ws://ignored:1");
  }

  @Test
  void withoutAnythingThereIsThisMachine() {
    assertThat(of(null).names()).containsExactly("local");
    assertThat(of(" ").standard()).contains("local");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "NONE", " None "})
  void noneIsNoPlaceAtAll(String url) {
    assertThat(of(url).names()).isEmpty();
    assertThat(of(url).standard()).isEmpty();
  }

  @Test
  void aUrlIsTheOnlyPlace() {
    Environments environments = of(" ws://127.0.0.1:4500 ");

    assertThat(environments.names()).containsExactly("remote");
    assertThat(environments.standard()).contains("remote");
    assertThat(environments.isRemote("remote")).isTrue();
    environments.open("remote", EnvironmentPolicy.standard()).close();
  }

  @Test
  void otherUrlsAndRelaysAreRefused() {
    assertThatThrownBy(() -> of("http://x")).isInstanceOf(ConfigException.class);
    Map<String, String> noise = Map.of("CODEX_EXEC_SERVER_NOISE_AUTH_TOKEN", "secret");
    assertThatThrownBy(() -> Environments.of(noise, home))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void theFileNamesPlacesAndWinsOverTheVariable() throws IOException {
    Environments environments = file("""
        default = "box"
        [[environments]]
        id = "box"
        url = "wss://box.example:1"
        auth_bearer_token = "t"
        connect_timeout_sec = 2.5
        [[environments]]
        id = "ssh"
        program = "ssh"
        args = ["host", "codex"]
        cwd = "below"
        env = { A = "b" }
        """);

    assertThat(environments.names()).containsExactly("local", "box", "ssh");
    assertThat(environments.standard()).contains("box");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "include_local = false | ",
        "default = 'none' | ",
        "include_local = true | local",
      })
  void theStandardPlaceIsThisMachineUnlessTheFileSaysOtherwise(String toml, String standard)
      throws IOException {
    assertThat(file(toml).standard().orElse(null)).isEqualTo(standard);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x = 1 | is not known",
        "default = 'zz' | default environment `zz` is not configured",
        "[[environments]]; id = 'a' | must set exactly one of url or program",
        "[[environments]]; id = 'a'; url = 'ws://x'; program = 'y' | exactly one of",
        "[[environments]]; id = 'local'; url = 'ws://x' | environment id `local` is reserved",
        "[[environments]]; id = 'none'; url = 'ws://x' | is reserved",
        "[[environments]]; id = 'a b'; url = 'ws://x' | letters",
        "[[environments]]; id = 'a'; url = 'http://x' | must use ws:// or wss://",
        "[[environments]]; id = 'a'; url = 'ws://x'; args = [] | does not fit its kind",
        "[[environments]]; id = 'a'; url = 'ws://x'; initialize_timeout_sec = 0 | more than 0",
        "[[environments]]; id = 'a'; url = 'ws://x'; [[environments]]; id = 'a'; url = 'ws://y'"
            + " | twice",
        "= | environments.toml",
      })
  void whatMakesNoSenseIsSaid(String toml, String message) {
    assertThatThrownBy(() -> file(toml.replace("; ", "\n").replace('\'', '"')))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTokenDoesNotCrossTheNetworkInTheClear() throws IOException {
    Environments environments = file("""
        [[environments]]
        id = "box"
        url = "ws://box.example:1"
        auth_bearer_token = "secret"
        """);

    assertThatThrownBy(() -> environments.open("box", EnvironmentPolicy.standard()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("in the clear")
        .hasMessageNotContaining("secret");
  }
}
