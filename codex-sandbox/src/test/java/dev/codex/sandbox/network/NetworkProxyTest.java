package dev.codex.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.DomainRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no modes there")
class NetworkProxyTest {

  private ServerSocket server;
  private NetworkProxy proxy;
  private int port;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    DomainRules rules = DomainRules.allowing("service.test");
    proxy = NetworkProxy.open(new DomainGate(
        rules,
        ConnectionRules.none(),
        Approver.denyAll(),
        host -> List.of(InetAddress.getLoopbackAddress())));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Answers with what it got up to the blank line, or to the end of a tunnel. */
  private CompletableFuture<String> answerOnce(String answer) {
    return CompletableFuture.supplyAsync(() -> {
      try (Socket client = server.accept()) {
        InputStream input = client.getInputStream();
        StringBuilder got = new StringBuilder();
        while (got.indexOf("\r\n\r\n") < 0) {
          got.append((char) input.read());
        }
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        return got.toString();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private String talk(byte[]... messages) throws IOException {
    try (SocketChannel channel = SocketChannel.open(
        UnixDomainSocketAddress.of(proxy.folder().resolve(NetworkProxy.SOCKET)))) {
      for (byte[] message : messages) {
        channel.write(ByteBuffer.wrap(message));
      }
      return new String(new ChannelInput(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String talk(String message) throws IOException {
    return talk(message.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aPlainRequestIsWrittenAnewForTheHostThatWasJudged() throws Exception {
    CompletableFuture<String> got = answerOnce("HTTP/1.1 200 OK\r\n\r\nhello");

    String answer = talk("GET http://user@service.test:" + port + "/a%20b?c HTTP/1.1\r\n"
        + "Host: evil.test\r\nProxy-Authorization: x\r\nAccept: */*\r\n\r\n"
        + "GET /smuggled HTTP/1.1\r\n\r\n");

    assertThat(answer).isEqualTo("HTTP/1.1 200 OK\r\n\r\nhello");
    assertThat(got.get())
        .isEqualTo("GET /a%20b?c HTTP/1.1\r\nHost: service.test:" + port
            + "\r\nConnection: close\r\nAccept: */*\r\n\r\n");
  }

  @Test
  void aTunnelPassesEverything() throws Exception {
    CompletableFuture<String> got = answerOnce("bytes");

    assertThat(talk("CONNECT service.test:" + port + " HTTP/1.1\r\n\r\nany\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 Connection established\r\n\r\nbytes");
    assertThat(got.get()).isEqualTo("any\r\n\r\n");
  }

  @Test
  void socksClientsAreServedByNameAndRefusedByAddress() throws Exception {
    CompletableFuture<String> got = answerOnce("bytes");
    byte[] name = "service.test".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer request = ByteBuffer.allocate(7 + name.length)
        .put(new byte[] {5, 1, 0, 3, (byte) name.length})
        .put(name)
        .putShort((short) port);
    byte[] byAddress = {5, 1, 0, 1, 127, 0, 0, 1, (byte) (port >> 8), (byte) port};

    assertThat(talk(new byte[] {5, 1, 0}, request.array(), "x\r\n\r\n".getBytes()))
        .isEqualTo("\5\0\5\0\0\1\0\0\0\0\0\0bytes");
    assertThat(got.get()).isEqualTo("x\r\n\r\n");
    assertThat(talk(new byte[] {5, 1, 0}, byAddress)).startsWith("\5\0\5\2");
  }

  @Test
  void whatIsNotAllowedIsRefusedWithTheReason() throws Exception {
    assertThat(talk("CONNECT other.test:443 HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 Forbidden\r\nx-proxy-error: blocked-by-allowlist\r\n")
        .endsWith("The host other.test is not among those that are allowed.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET ftp://service.test/ HTTP/1.1\r\n\r\n",
        "nonsense\r\n\r\n",
        "CONNECT a b c HTTP/1.1\r\n\r\n",
        "POST http://service.test/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST http://service.test/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET http://service.test/ HTTP/1.1\r\nX: a\rHost: evil.test\r\n\r\n"
      })
  void whatCanBeReadInTwoWaysIsRefused(String request) throws Exception {
    assertThat(talk(request)).startsWith("HTTP/1.1 400 Bad Request\r\n");
  }
}
