package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that fails first: what a program that reads the JSON lines learns of it. */
class RetriedExecTest {

  /** What is said of the status 500, whatever its body says. */
  private static final String BUSY =
      "We’re currently experiencing high demand, which may cause temporary errors.";

  private static final String ANSWER = """
      data: {"type":"response.output_item.done","item":{"type":"message","id":"m",\
      "role":"assistant","content":[{"type":"output_text","text":"at last"}]}}

      data: {"type":"response.completed","response":{"id":"r"}}

      """;

  private final AtomicInteger requests = new AtomicInteger();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  private Path folder;

  @Test
  void aServerThatFailsOnceIsAskedAgainAndTheTurnGoesOn() throws IOException {
    assertThat(exec(1, "request_max_retries=0"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();

    assertThat(requests).hasValue(2);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("{\"type\":\"turn.started\"}");
    assertThat(lines.get(1))
        .isEqualTo("{\"type\":\"error\",\"message\":\"Reconnecting... 1/5 (" + BUSY + ")\"}");
    assertThat(lines.get(2)).contains("\"type\":\"agent_message\",\"text\":\"at last\"");
    assertThat(lines.get(3)).startsWith("{\"type\":\"turn.completed\"");
  }

  @Test
  void aRetryWithinTheRequestIsNotWorthALine() throws IOException {
    assertThat(exec(1, "request_max_retries=1"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();

    assertThat(requests).hasValue(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("at last")
        .doesNotContain("Reconnecting");
  }

  @Test
  void aServerThatGoesOnFailingEndsTheTurn() throws IOException {
    assertThat(exec(9, "request_max_retries=0", "stream_max_retries=1")).isOne();

    assertThat(requests).hasValue(2);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().skip(2).toList();
    assertThat(lines)
        .containsExactly(
            "{\"type\":\"error\",\"message\":\"Reconnecting... 1/1 (" + BUSY + ")\"}",
            "{\"type\":\"error\",\"message\":\"" + BUSY + "\"}",
            "{\"type\":\"turn.failed\",\"error\":{\"message\":\"" + BUSY + "\"}}");
  }

  private int exec(int failures, String... settings) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/v1/responses", exchange -> respond(exchange, failures));
    server.start();
    try {
      Files.writeString(folder.resolve("config.toml"), """
          model = "m"
          model_provider = "here"
          [model_providers.here]
          name = "here"
          base_url = "http://127.0.0.1:%d/v1"
          %s
          """.formatted(
              server.getAddress().getPort(), String.join("\n", settings)));
      Surroundings surroundings = new Surroundings(
          Map.of("CODEX_HOME", folder.toString()),
          folder,
          InputStream.nullInputStream(),
          StandardInput.Kind.PIPE,
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8));
      return new CodexMain(surroundings)
          .run(
              List.of("exec", "--json", "--skip-git-repo-check", "-s", "danger-full-access", "hi"));
    } finally {
      server.stop(0);
    }
  }

  private void respond(HttpExchange exchange, int failures) throws IOException {
    exchange.getRequestBody().readAllBytes();
    boolean fails = requests.incrementAndGet() <= failures;
    byte[] body = (fails ? "{\"error\":{\"message\":\"not today\"}}" : ANSWER)
        .getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", fails ? "application/json" : "text/event-stream");
    exchange.sendResponseHeaders(fails ? 500 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
