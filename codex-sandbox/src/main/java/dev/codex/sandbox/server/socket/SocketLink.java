package dev.codex.sandbox.server.socket;

import dev.codex.internal.rpc.Link;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server's end of a WebSocket. */
public final class SocketLink implements Link {

  private static final byte[] NORMAL = {0x03, (byte) 0xe8};

  private final Socket socket;
  private final InputStream in;
  private final FrameWriter writer;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long lastArrival = System.nanoTime();

  private SocketLink(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    this.writer = new FrameWriter(socket.getOutputStream());
  }

  /** A link and who is at the other end. */
  public record Admitted(SocketLink link, String who) {}

  /** Reads the request on a new connection and answers it. */
  static Admitted accept(Socket socket, Gatekeeper gatekeeper)
      throws IOException, Gatekeeper.Refused {
    SocketLink link = new SocketLink(socket);
    String who = Handshake.accept(link.in, socket.getOutputStream(), gatekeeper);
    return new Admitted(link, who);
  }

  /** Reads until the connection ends; on the calling thread. */
  public void serve(Listener listener, int maxMessage) {
    String reason = "closed by the client";
    try {
      FrameReader reader = new FrameReader(in, maxMessage);
      while (true) {
        FrameReader.Frame frame = reader.next();
        lastArrival = System.nanoTime();
        if (frame.opcode() == FrameReader.TEXT) {
          listener.message(frame.payload());
        } else if (frame.opcode() == FrameReader.PING) {
          writer.write(FrameReader.PONG, frame.payload());
        } else if (frame.opcode() == FrameReader.CLOSE) {
          writer.write(FrameReader.CLOSE, NORMAL);
          break;
        }
      }
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    } finally {
      close();
      listener.closed(reason);
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    writer.write(FrameReader.TEXT, message);
  }

  /** Asks for a sign of life. */
  public void ping() throws IOException {
    writer.write(FrameReader.PING, "codex".getBytes(StandardCharsets.US_ASCII));
  }

  /** When something last came, on the scale of {@link System#nanoTime}. */
  public long lastArrival() {
    return lastArrival;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        socket.close();
      } catch (IOException e) {
        // as good as closed
      }
    }
  }
}
