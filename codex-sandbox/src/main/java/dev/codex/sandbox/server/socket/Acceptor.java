package dev.codex.sandbox.server.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections and leads those that may through the handshake. */
public final class Acceptor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final int BACKLOG = 256;

  private final ServerSocket server;
  private final Gatekeeper gatekeeper;
  private final Executor threads;
  private final Semaphore connections;
  private final int handshakeMillis;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** What an acceptor keeps to. */
  public record Limits(int connections, int handshakeMillis) {}

  private Acceptor(ServerSocket server, Gatekeeper gatekeeper, Executor threads, Limits limits) {
    this.server = server;
    this.gatekeeper = gatekeeper;
    this.threads = threads;
    this.connections = new Semaphore(limits.connections());
    this.handshakeMillis = limits.handshakeMillis();
  }

  /**
   * Begins to listen.
   *
   * @param served gets each connection on a thread of its own, and keeps it until it is over
   */
  public static Acceptor listen(
      InetSocketAddress address,
      Gatekeeper gatekeeper,
      Executor threads,
      Limits limits,
      Consumer<SocketLink.Admitted> served)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw new IOException("Cannot listen on " + address + ": " + e.getMessage(), e);
    }
    Acceptor acceptor = new Acceptor(server, gatekeeper, threads, limits);
    threads.execute(() -> acceptor.run(served));
    return acceptor;
  }

  public int port() {
    return server.getLocalPort();
  }

  public InetAddress address() {
    return server.getInetAddress();
  }

  private void run(Consumer<SocketLink.Admitted> served) {
    while (!server.isClosed()) {
      try {
        take(server.accept(), served);
      } catch (Throwable e) {
        // a connection for which there is no thread or memory must not end those to come
        if (!server.isClosed()) {
          LOG.warn("A connection could not be taken: {}", e.toString());
        }
      }
    }
  }

  private void take(Socket socket, Consumer<SocketLink.Admitted> served) throws IOException {
    if (!connections.tryAcquire()) {
      LOG.warn("A connection was refused: there are as many as are allowed.");
      socket.close();
      return;
    }
    boolean begun = false;
    try {
      open.add(socket);
      threads.execute(() -> serve(socket, served));
      begun = true;
    } finally {
      if (!begun) {
        open.remove(socket);
        connections.release();
        socket.close();
      }
    }
  }

  private void serve(Socket socket, Consumer<SocketLink.Admitted> served) {
    HandshakeClock clock = new HandshakeClock(socket, handshakeMillis);
    try (socket) {
      socket.setTcpNoDelay(true);
      threads.execute(clock);
      SocketLink.Admitted admitted = SocketLink.accept(socket, gatekeeper);
      clock.stop();
      served.accept(admitted);
    } catch (Gatekeeper.Refused e) {
      if (e.status() != 200) {
        LOG.info("A connection was refused with {}: {}", e.status(), e.getMessage());
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("A connection ended: {}", e.getMessage());
    } finally {
      clock.stop();
      open.remove(socket);
      connections.release();
    }
  }

  /** Ends all connections. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("The listener could not be closed: {}", e.getMessage());
    }
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("A connection could not be closed: {}", e.getMessage());
      }
    }
  }
}
