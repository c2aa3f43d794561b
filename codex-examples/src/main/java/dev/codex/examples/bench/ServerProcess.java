package dev.codex.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The fake server in a process of its own, so that it shares neither heap nor collector. */
final class ServerProcess implements AutoCloseable {

  private final Optional<Process> process;
  private final int port;

  private ServerProcess(Optional<Process> process, int port) {
    this.process = process;
    this.port = port;
  }

  static ServerProcess start() throws IOException {
    Process process = new ProcessBuilder(ChildJvm.command(
            List.of("-Xmx1g", "-XX:+UseParallelGC"), FakeResponsesServer.class, List.of()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    return new ServerProcess(Optional.of(process), Integer.parseInt(out.readLine()));
  }

  /** A server that somebody else has started and will stop. */
  static ServerProcess at(int port) {
    return new ServerProcess(Optional.empty(), port);
  }

  int port() {
    return port;
  }

  String baseUrl() {
    return "http://127.0.0.1:" + port + "/v1";
  }

  /** What was seen since the last time; the server forgets it. */
  RequestLog take() throws IOException {
    try (InputStream in =
        URI.create("http://127.0.0.1:" + port + "/bench/log").toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return new RequestLog(text.lines().map(RequestRecord::parse).toList());
    }
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroy);
  }
}
