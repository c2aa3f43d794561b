package dev.codex.sandbox.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network between two programs that can be cut and healed. */
final class CuttableProxy implements AutoCloseable {

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile URI target;
  private volatile boolean cut;
  private volatile int swallowed; // how many of the connections lead nowhere any more

  CuttableProxy(URI target) throws IOException {
    this(target, InetAddress.getLoopbackAddress());
  }

  private CuttableProxy(URI target, InetAddress address) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, address);
    start(this::accept);
  }

  /** One that other hosts can reach. */
  static CuttableProxy ofAllHosts(URI target) throws IOException {
    return new CuttableProxy(target, InetAddress.getByAddress(new byte[4]));
  }

  URI url() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  /** Leads new connections elsewhere. */
  void leadTo(URI other) {
    target = other;
  }

  /** Breaks all connections and lets none through. */
  void cut() throws IOException {
    cut = true;
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
    swallowed = 0;
  }

  /** From now on what is sent over the connections of today disappears; they stay open. */
  void swallow() {
    swallowed = sockets.size();
  }

  void heal() {
    cut = false;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (cut) {
          client.close();
          continue;
        }
        Socket executor = new Socket(target.getHost(), target.getPort());
        int number = sockets.size();
        sockets.add(client);
        sockets.add(executor);
        start(() -> copy(client, executor, number));
        start(() -> copy(executor, client, number));
      } catch (IOException e) {
        // the test is over, or the executor is
      }
    }
  }

  private void copy(Socket from, Socket to, int number) {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      byte[] buffer = new byte[1 << 16];
      int length;
      while ((length = in.read(buffer)) >= 0) {
        if (number >= swallowed) {
          to.getOutputStream().write(buffer, 0, length);
        }
      }
    } catch (IOException e) {
      // cut
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
