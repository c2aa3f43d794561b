package dev.codex.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets with TCP_NODELAY. Without it a body larger than one packet waits for the other side's
 * delayed acknowledgement, which costs more than 40 ms in every round.
 */
final class NoDelaySockets extends SocketFactory {

  private final SocketFactory sockets = SocketFactory.getDefault();
  private final @Nullable SpareBuffers buffers; // of those that gather

  private NoDelaySockets(@Nullable SpareBuffers buffers) {
    this.buffers = buffers;
  }

  /** Sockets for any protocol. */
  static NoDelaySockets plain() {
    return new NoDelaySockets(null);
  }

  /** Sockets for HTTP/1, which send large bodies with few system calls. */
  static NoDelaySockets gathering() {
    return new NoDelaySockets(new SpareBuffers(GatheredOutput.CAPACITY));
  }

  @Override
  public Socket createSocket() throws IOException {
    return withoutDelay(buffers != null ? new GatheringSocket(buffers) : sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return withoutDelay(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return withoutDelay(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return withoutDelay(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return withoutDelay(sockets.createSocket(host, port, local, localPort));
  }

  private static Socket withoutDelay(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static final class GatheringSocket extends Socket {
    private final SpareBuffers buffers;
    private @Nullable OutputStream gathered; // asked for once, while the connection is made

    GatheringSocket(SpareBuffers buffers) {
      this.buffers = buffers;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream ready = gathered;
      if (ready == null) {
        ready = new GatheredOutput(super.getOutputStream(), buffers);
        gathered = ready;
      }
      return ready;
    }
  }
}
