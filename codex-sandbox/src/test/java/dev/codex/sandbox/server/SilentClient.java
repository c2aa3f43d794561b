package dev.codex.sandbox.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Begins a session and then never says anything again, as a host without a network does. */
final class SilentClient implements AutoCloseable {

  private final Socket socket;
  private final String session;

  private SilentClient(Socket socket, String session) {
    this.socket = socket;
    this.session = session;
  }

  static SilentClient connect(URI url) throws IOException {
    Socket socket = new Socket(url.getHost(), url.getPort());
    OutputStream out = socket.getOutputStream();
    out.write(("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    byte[] hello = "{\"id\":1,\"method\":\"initialize\",\"params\":{\"clientName\":\"silent\"}}"
        .getBytes(StandardCharsets.UTF_8);
    out.write(new byte[] {(byte) 0x81, (byte) (0x80 | hello.length), 0, 0, 0, 0});
    out.write(hello);
    out.flush();
    return new SilentClient(socket, session(socket.getInputStream()));
  }

  private static String session(InputStream in) throws IOException {
    Pattern pattern = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (true) {
      read.write(in.read());
      Matcher matcher = pattern.matcher(read.toString(StandardCharsets.ISO_8859_1));
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
  }

  String session() {
    return session;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
