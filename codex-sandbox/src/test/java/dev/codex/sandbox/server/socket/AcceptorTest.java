package dev.codex.sandbox.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AcceptorTest {

  private final AtomicInteger asked = new AtomicInteger();

  /** Has no thread for the first connection; the very first one is for listening. */
  private final Executor scarce = task -> {
    if (asked.incrementAndGet() == 2) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  };

  private static String answer(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /livez HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = socket.getInputStream().readAllBytes();
      return new String(bytes, StandardCharsets.US_ASCII);
    } catch (java.net.SocketException e) {
      return ""; // closed with the request unread
    }
  }

  @Test
  void aConnectionWithoutAThreadCostsNeitherTheListenerNorItsPlace() throws Exception {
    try (Acceptor acceptor = Acceptor.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        request -> "anybody",
        scarce,
        new Acceptor.Limits(1, 10_000),
        admitted -> {})) {
      assertThat(answer(acceptor.port())).isEmpty();
      assertThat(answer(acceptor.port())).startsWith("HTTP/1.1 404 ");
    }
  }
}
