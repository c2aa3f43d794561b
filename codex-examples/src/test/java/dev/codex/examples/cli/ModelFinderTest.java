package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.codex.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags and configuration come first, then a key, then whatever answers on this machine. */
class ModelFinderTest {

  private static final Path HOME = Path.of("/home/of/somebody").toAbsolutePath();
  private static final String OLLAMA = "http://localhost:11434/v1";
  private static final String LM_STUDIO = "http://localhost:1234/v1";
  private static final String OWN = "http://127.0.0.1:7/v1";

  private final List<String> asked = new ArrayList<>();

  /**
   * @param setUp words of those below
   * @param flag what {@code -m} names, if anything
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "provider key own ollama | - | https://there.example/v1  | gpt-5.5",
        "provider model ollama   | - | https://there.example/v1  | of-config",
        "provider model ollama   | x | https://there.example/v1  | x",
        "ollama-provider ollama  | - | http://localhost:11434/v1 | llama",
        "ollama-provider         | - | http://localhost:11434/v1 | gpt-5.5",
        "url key own             | - | https://proxy.example/v1  | gpt-5.5",
        "key own ollama          | - | https://api.openai.com/v1 | gpt-5.5",
        "key model               | - | https://api.openai.com/v1 | of-config",
        "codex-key own ollama    | x | https://api.openai.com/v1 | x",
        "own ollama lm-studio    | - | http://127.0.0.1:7/v1     | own-model",
        "own                     | x | http://127.0.0.1:7/v1     | x",
        "dead-own ollama         | - | http://localhost:11434/v1 | llama",
        "ollama lm-studio        | - | http://localhost:11434/v1 | llama",
        "ollama model            | - | http://localhost:11434/v1 | of-config",
        "lm-studio               | - | http://localhost:1234/v1  | studio"
      })
  void theFirstThatIsSetUpOrAnswersIsTaken(
      String setUp, String flag, String baseUrl, String model) {
    List<String> words = List.of(setUp.split(" "));

    ModelChoice choice = find(words, Optional.ofNullable(flag));

    assertThat(choice).isInstanceOfSatisfying(ModelChoice.Found.class, found -> {
      assertThat(found.provider().baseUrl()).hasValue(baseUrl);
      assertThat(found.model()).isEqualTo(model);
    });
  }

  @Test
  void nobodyIsAskedWhereSomethingIsSetUp() {
    find(List.of("key", "own", "ollama"), Optional.empty());
    find(List.of("provider", "own", "ollama"), Optional.empty());

    assertThat(asked).isEmpty();
  }

  @Test
  void whereNothingIsFoundItIsSaidWhatWasLookedFor() {
    ModelChoice nothing = find(List.of(), Optional.of("x"));

    assertThat(asked).containsExactly(OLLAMA, LM_STUDIO);
    assertThat(nothing)
        .isEqualTo(new ModelChoice.Missing(List.of(
            "No model is set up: no -c model_provider or openai_base_url, none in "
                + HOME.resolve("config.toml")
                + ", and neither CODEX_API_KEY nor OPENAI_API_KEY is set.",
            "No model server answers on this machine: tried " + OLLAMA + ", " + LM_STUDIO
                + "; CODEX_BASE_URL names another.")));
    assertThat(((ModelChoice.Missing) find(List.of("dead-own"), Optional.empty()))
            .looked()
            .get(1))
        .isEqualTo("No model server answers on this machine: tried " + OWN + ", " + OLLAMA + ", "
            + LM_STUDIO + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "200 | {\"object\":\"list\",\"data\":[{\"id\":\"a\",\"x\":1},{\"id\":\"b\"}]} | a",
        "200 | {\"data\":[]} | -",
        "200 | <html>     | -",
        "404 | {\"data\":[{\"id\":\"a\"}]} | -"
      })
  void aServerIsOneThatListsModels(int status, String body, String model) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    server.createContext("/v1/models", exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    try {
      Optional<String> first = new LocalServer(Duration.ofSeconds(20))
          .firstModel("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");

      assertThat(first).isEqualTo(Optional.ofNullable(model));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nobodyIsWaitedForWhoDoesNotAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, loopback())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/v1";

      assertThat(new LocalServer(Duration.ofMillis(50)).firstModel(url)).isEmpty();
    }
    assertThat(new LocalServer(Duration.ofSeconds(20)).firstModel("no url")).isEmpty();
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private ModelChoice find(List<String> words, Optional<String> flag) {
    Map<String, String> variables = new HashMap<>(Map.of("CODEX_HOME", HOME.toString()));
    Map<String, String> answering = new HashMap<>();
    Config.Builder config = Config.builder();
    for (String word : words) {
      switch (word) {
        case "provider" ->
          overrides(
              config,
              "model_provider=there",
              "model_providers.there.name=There",
              "model_providers.there.base_url=\"https://there.example/v1\"");
        case "ollama-provider" -> overrides(config, "model_provider=ollama");
        case "url" -> overrides(config, "openai_base_url=\"https://proxy.example/v1\"");
        case "model" -> overrides(config, "model=of-config");
        case "key" -> variables.put("OPENAI_API_KEY", "sk-1");
        case "codex-key" -> variables.put("CODEX_API_KEY", "sk-2");
        case "own", "dead-own" -> variables.put("CODEX_BASE_URL", OWN);
        case "ollama" -> answering.put(OLLAMA, "llama");
        case "lm-studio" -> answering.put(LM_STUDIO, "studio");
        default -> throw new IllegalArgumentException(word);
      }
    }
    if (words.contains("own")) {
      answering.put(OWN, "own-model");
    }
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Surroundings surroundings = new Surroundings(
        variables, HOME, InputStream.nullInputStream(), StandardInput.Kind.PIPE, nowhere, nowhere);
    return new ModelFinder(surroundings, url -> {
          asked.add(url);
          return Optional.ofNullable(answering.get(url));
        })
        .find(config.build(), flag);
  }

  private static void overrides(Config.Builder config, String... lines) {
    Stream.of(lines).forEach(config::addOverride);
  }
}
