package dev.codex.examples.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A model server on the loopback interface that speaks the Responses API over server-sent events
 * and answers at once. What it answers is up to the {@link Scenario} in the prompt; when requests
 * arrived is told at {@code GET /bench/log}, which also forgets them.
 *
 * <p>Deliberately small: blocking sockets, one daemon thread for each connection, no parsing of
 * bodies, so that the server costs as little as possible beside what it measures.
 */
public final class FakeResponsesServer implements AutoCloseable {

  private static final int BACKLOG = 4_096;
  private static final long STACK_BYTES = 256 << 10;
  private static final byte[] SSE_HEAD =
      ascii("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n");
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

  private final ServerSocket socket;
  private final FakeAnswer answer = new FakeAnswer();
  private final Queue<RequestRecord> log = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FakeResponsesServer(ServerSocket socket) {
    this.socket = socket;
  }

  /** A server on a free port. */
  public static FakeResponsesServer start() throws IOException {
    FakeResponsesServer server =
        new FakeResponsesServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    daemon(server::accept);
    return server;
  }

  /** Starts a server, prints its port, and serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    try (FakeResponsesServer server = start()) {
      System.out.println(server.port());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(null, task, "fake-model", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket connection = socket.accept();
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    int number = 0;
    try (connection) {
      connection.setTcpNoDelay(true);
      HttpInput in = new HttpInput(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (in.next()) {
        if (in.requestLine().startsWith("POST ")) {
          number = number == 0 ? connections.incrementAndGet() : number;
          answer(in, out, number);
        } else {
          out.write(takeLog());
        }
      }
    } catch (IOException e) {
      return; // a client that is gone needs no answer
    }
  }

  private byte[] takeLog() {
    StringBuilder lines = new StringBuilder();
    for (RequestRecord seen = log.poll(); seen != null; seen = log.poll()) {
      lines.append(seen.line()).append('\n');
    }
    return ascii("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
        + lines.length()
        + "\r\n\r\n"
        + lines);
  }

  private void answer(HttpInput in, OutputStream out, int connection) throws IOException {
    Scenario.Position position = in.locate();
    Scenario scenario = position.scenario();
    if (scenario.delay() > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(scenario.delay()));
    }
    byte[] rest = new byte[0];
    if (position.round() < scenario.rounds()) {
      rest = whole(answer.toolCall(scenario, position.round()));
    } else if (scenario.deltas() == 0) {
      rest = whole(answer.message(position.round()));
    } else {
      rest = stream(scenario, out);
    }
    log.add(new RequestRecord(
        scenario.id(),
        position.round(),
        in.bodyLength(),
        in.headersAt(),
        in.bodyAt(),
        System.nanoTime(),
        connection));
    out.write(rest);
  }

  /** Writes all but the end of a long answer, and returns that. */
  private byte[] stream(Scenario scenario, OutputStream out) throws IOException {
    out.write(concat(SSE_HEAD, chunk(ascii(answer.head()))));
    String text;
    if (scenario.pace() > 0) {
      text = "paced";
      for (int i = 0; i < scenario.deltas(); i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(scenario.pace()));
        out.write(chunk(ascii(FakeAnswer.delta(System.nanoTime() + " ", i))));
      }
    } else {
      text = FakeAnswer.text(scenario).repeat(scenario.deltas());
      for (byte[] batch : answer.deltas(scenario)) {
        out.write(chunk(batch));
      }
    }
    return concat(chunk(ascii(answer.tail(text))), LAST_CHUNK);
  }

  private static byte[] whole(String events) {
    return concat(SSE_HEAD, chunk(ascii(events)), LAST_CHUNK);
  }

  private static byte[] chunk(byte[] bytes) {
    return concat(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n"));
  }

  private static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
