package dev.codex.sandbox.server;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A server, a good client and some bad ones in one JVM whose logs are printed. */
final class AttackedMain {

  static final String TOKEN = "the-token-of-the-server";
  static final String GUESS = "a-token-that-was-guessed";
  static final String VALUE = "a-value-of-the-environment";
  static final String INPUT = "what-was-typed";
  static final String OUTPUT = "what-was-printed";

  private AttackedMain() {}

  public static void main(String[] arguments) throws Exception {
    ServerLimits limits = ServerLimits.builder().maxMessageBytes(1 << 20).build();
    try (ExecServer server = ExecServer.builder()
            .variables(Map.of("PATH", System.getenv("PATH"), "SECRET", VALUE))
            .capabilityToken(TOKEN)
            .limits(limits)
            .listen();
        RemoteSandbox sandbox =
            RemoteSandbox.builder().url(server.url()).bearerToken(TOKEN).build()) {
      work(sandbox);
      attack(server);
      work(sandbox);
    }
    try (RemoteSandbox gone = RemoteSandbox.builder()
        .url(URI.create("ws://127.0.0.1:1"))
        .bearerToken(TOKEN)
        .build()) {
      gone.info();
    } catch (IOException e) {
      System.out.println("it said: " + e);
    }
    System.exit(0);
  }

  private static void work(RemoteSandbox sandbox) throws Exception {
    Command command = Command.builder()
        .addWords("/bin/sh", "-c", "read x; printf 'what-was-%s' printed")
        .workingDirectory(Path.of("/tmp"))
        .putEnvironment("API_KEY", VALUE)
        .build();
    try (RunningCommand running = sandbox.start(command, SandboxPolicy.dangerFullAccess())) {
      running.input().write((INPUT + "\n").getBytes(StandardCharsets.UTF_8));
      running.input().close();
      String printed = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      if (!printed.equals(OUTPUT)) {
        throw new IllegalStateException("the good client was not served: " + printed);
      }
    }
  }

  private static void attack(ExecServer server) throws Exception {
    try (RawClient unused = RawClient.connect(server.url(), GUESS)) {
      throw new IllegalStateException("a wrong token was let in");
    } catch (IOException e) {
      System.out.println("it said: " + e);
    }
    http(server, "GET / HTTP/1.1\r\nOrigin: http://evil\r\nAuthorization: Bearer " + TOKEN);
    http(server, "GET /?token=" + TOKEN + " HTTP/1.1\r\nAuthorization: Basic " + GUESS);
    http(server, "GET / HTTP/1.1\r\nAuthorization: Bearer " + TOKEN);
    try (RawClient client = RawClient.connect(server.url(), TOKEN)) {
      client.send("{\"id\":1,\"method\":\"" + INPUT);
      client.next();
      client.begin();
      client.call(
          "process/start", "{\"processId\":\"" + INPUT + "\",\"argv\":[\"" + INPUT + "\"]}");
      client.send("\"" + GUESS.repeat(1 << 16) + "\"");
      client.isClosed();
    }
  }

  private static void http(ExecServer server, String head) throws IOException {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      System.out.println("it said: " + new String(answer, StandardCharsets.UTF_8));
    }
  }
}
