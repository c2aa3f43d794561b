package dev.codex.sandbox.network;

import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.DomainRules;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy for confined commands that speaks HTTP (plain and CONNECT) and SOCKS 5. It listens on a
 * socket file that only this user can reach and that no confined command sees; a bridge inside of
 * the confinement leads to it.
 *
 * <p>Threads are daemons, two for each open connection. It lives as long as the JVM.
 */
public final class NetworkProxy {

  /** The name of the socket in {@link #folder}. */
  public static final String SOCKET = "proxy";

  /** Where the bridge listens inside of the confinement. */
  public static final int PORT = 3128;

  private static final int CONNECT_MILLIS = 15_000;
  private static final int MAX_CONNECTIONS = 256;
  private static final int BUFFER = 16 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(NetworkProxy.class);

  private final DomainGate gate;
  private final ServerSocketChannel server;
  private final Path folder;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

  private NetworkProxy(DomainGate gate, ServerSocketChannel server, Path folder) {
    this.gate = gate;
    this.server = server;
    this.folder = folder;
  }

  /**
   * Begins to listen.
   *
   * @param standing what holds besides, whatever the sandbox policy says
   * @param approver who is asked about hosts that no rule names
   */
  public static NetworkProxy open(DomainRules rules, ConnectionRules standing, Approver approver)
      throws IOException {
    return open(
        new DomainGate(rules, standing, approver, host -> List.of(InetAddress.getAllByName(host))));
  }

  static NetworkProxy open(DomainGate gate) throws IOException {
    Path parent = Path.of("/dev/shm");
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path folder = Files.isWritable(parent)
        ? Files.createTempDirectory(parent, "codex-proxy", mode)
        : Files.createTempDirectory("codex-proxy", mode);
    folder.toFile().deleteOnExit();
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Path socket = folder.resolve(SOCKET);
    server.bind(UnixDomainSocketAddress.of(socket));
    new File(socket.toString()).deleteOnExit();
    NetworkProxy proxy = new NetworkProxy(gate, server, folder);
    start("codex-proxy", proxy::accept);
    return proxy;
  }

  /** Where the socket is. */
  public Path folder() {
    return folder;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (server.isOpen()) {
      free.acquireUninterruptibly();
      boolean begun = false;
      try {
        begin(server.accept());
        begun = true;
      } catch (Throwable e) {
        // a connection for which there is no thread or memory must not end those to come
        LOG.debug("A connection could not be taken: {}", e.toString());
      } finally {
        if (!begun) {
          free.release();
        }
      }
    }
  }

  private void begin(SocketChannel client) throws IOException {
    boolean begun = false;
    try {
      start("codex-proxy-connection", () -> {
        try (client) {
          serve(client);
        } catch (IOException e) {
          // one of both ends is gone
        } finally {
          free.release();
        }
      });
      begun = true;
    } finally {
      if (!begun) {
        client.close();
      }
    }
  }

  private void serve(SocketChannel client) throws IOException {
    // a channel's own streams block each other when one thread reads and another one writes
    InputStream input = new BufferedInputStream(new ChannelInput(client), BUFFER);
    OutputStream output = new ChannelOutput(client);
    input.mark(1);
    int first = input.read();
    input.reset();
    Handshake handshake = first == SocksHandshake.VERSION
        ? new SocksHandshake(input, output)
        : new HttpHandshake(input, output);
    Socket remote;
    try {
      Handshake.Target target = handshake.target();
      remote = connect(target);
    } catch (IOException e) {
      handshake.refuse(e);
      return;
    }
    try (remote) {
      long length = handshake.accept(remote.getOutputStream());
      start("codex-proxy-upload", () -> {
        copy(input, remote, length);
      });
      remote.getInputStream().transferTo(output);
      client.shutdownOutput();
    }
  }

  private static void copy(InputStream input, Socket remote, long length) {
    try {
      OutputStream output = remote.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      long left = length;
      while (left > 0) {
        int count = input.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          break;
        }
        output.write(buffer, 0, count);
        left -= count;
      }
      if (length == Handshake.ENDLESS) {
        remote.shutdownOutput();
      }
    } catch (IOException e) {
      // the other direction notices it as well
    }
  }

  private Socket connect(Handshake.Target target) throws IOException {
    int port = target.port();
    if (port < 1 || port > 65535) {
      throw new Refusal("blocked-by-policy", "There is no port " + port + ".");
    }
    IOException last = new IOException(target.host() + " has no address.");
    for (InetAddress address : gate.admit(target)) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }
}
