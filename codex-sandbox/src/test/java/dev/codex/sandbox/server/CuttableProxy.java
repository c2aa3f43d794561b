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

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile URI target;
  private volatile boolean cut;

  CuttableProxy(URI target) throws IOException {
    this.target = target;
    start(this::accept);
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
        sockets.add(client);
        sockets.add(executor);
        start(() -> copy(client, executor));
        start(() -> copy(executor, client));
      } catch (IOException e) {
        // the test is over, or the executor is
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
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
