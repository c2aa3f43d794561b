package dev.codex.model.openai;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that answers with the bytes it is told to, in order, and records the requests. */
final class LoopbackServer implements AutoCloseable {

  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Answer otherwise = status(500, "", "nothing scripted");

  private LoopbackServer() throws IOException {
    socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static LoopbackServer start() throws IOException {
    return new LoopbackServer();
  }

  LoopbackServer enqueue(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** The answer to every request that nothing else was enqueued for. */
  LoopbackServer otherwise(Answer answer) {
    otherwise = answer;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
  }

  int port() {
    return socket.getLocalPort();
  }

  Request takeRequest() throws InterruptedException {
    Request request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Waits until one more connection has ended. */
  void awaitEndOfConnection() throws InterruptedException {
    if (ended.poll(20, TimeUnit.SECONDS) == null) {
      throw new AssertionError("the connection is still open");
    }
  }

  int requestsWaiting() {
    return requests.size();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }

  /** An event stream in one chunk per event, after which the connection lives on. */
  static Answer events(String... data) {
    return (request, out) -> {
      out.write(bytes("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n"));
      for (String each : data) {
        out.write(chunk("data: " + each + "\n\n"));
      }
      out.write(bytes("0\r\n\r\n"));
    };
  }

  /** The head of a stream and some events, after which nothing comes. */
  static Answer stalled(String... lines) {
    return (request, out) -> {
      out.write(bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"));
      for (String line : lines) {
        out.write(chunk(line));
      }
    };
  }

  static Answer status(int status, String headers, String body) {
    return (request, out) -> out.write(bytes("HTTP/1.1 " + status + " Whatever\r\n" + headers
        + "content-length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body));
  }

  /** Bytes as they are, after which the connection ends. */
  static Answer raw(byte[] bytes) {
    return (request, out) -> {
      out.write(bytes);
      throw new IOException("done");
    };
  }

  static byte[] chunk(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return bytes(Integer.toHexString(body.length) + "\r\n" + text + "\r\n");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void accept() {
    try {
      while (true) {
        Socket next = socket.accept();
        next.setTcpNoDelay(true);
        open.add(next);
        connections.incrementAndGet();
        daemon(() -> serve(next));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      for (Request request = read(in); request != null; request = read(in)) {
        requests.add(request);
        Answer answer = answers.poll();
        (answer == null ? otherwise : answer).write(request, out);
        out.flush();
      }
    } catch (IOException gone) {
      // the client went, or the answer wants the connection to end
    } finally {
      open.remove(connection);
      ended.add(true);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT),
          header.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "loopback-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes an answer; an IOException ends the connection. */
  @FunctionalInterface
  interface Answer {
    void write(Request request, OutputStream out) throws IOException;
  }

  /** A request as it came. */
  record Request(String line, Map<String, String> headers, String body) {}
}
