package dev.codex.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class NoDelaySocketsTest {

  @Test
  void everySocketSendsAtOnce() throws IOException {
    NoDelaySockets sockets = NoDelaySockets.plain();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 5, loopback)) {
      int port = server.getLocalPort();
      for (Socket socket : new Socket[] {
        sockets.createSocket(),
        NoDelaySockets.gathering().createSocket(),
        sockets.createSocket(loopback, port),
        sockets.createSocket(loopback.getHostAddress(), port),
        sockets.createSocket(loopback, port, loopback, 0),
        sockets.createSocket(loopback.getHostAddress(), port, loopback, 0)
      }) {
        assertThat(socket.getTcpNoDelay()).isTrue();
        socket.close();
      }
    }
  }
}
