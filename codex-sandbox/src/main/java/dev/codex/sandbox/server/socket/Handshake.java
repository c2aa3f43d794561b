package dev.codex.sandbox.server.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The HTTP request that a connection begins with, and its answer. */
final class Handshake {

  private static final int MAX_HEAD = 16 << 10;
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Map<String, String> headers = new HashMap<>();
  private String method = "";
  private String path = "";

  private Handshake() {}

  /**
   * Reads the request and answers it.
   *
   * @return who upgraded; the connection is a WebSocket from now on
   * @throws Gatekeeper.Refused if the answer was no, or was an answer to something else
   */
  static String accept(InputStream in, OutputStream out, Gatekeeper gatekeeper)
      throws IOException, Gatekeeper.Refused {
    Handshake handshake = new Handshake();
    try {
      handshake.read(in);
      String who = handshake.check(gatekeeper);
      out.write(handshake.upgrade());
      out.flush();
      return who;
    } catch (Gatekeeper.Refused e) {
      out.write(answer(e.status(), String.valueOf(e.getMessage())));
      out.flush();
      throw e;
    }
  }

  private void read(InputStream in) throws IOException, Gatekeeper.Refused {
    int left = MAX_HEAD;
    StringBuilder line = new StringBuilder();
    boolean first = true;
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended before a request");
      }
      if (--left < 0) {
        throw new Gatekeeper.Refused(431, "the request has too many headers");
      }
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      String text = line.toString().strip();
      line.setLength(0);
      if (text.isEmpty() && !first) {
        return;
      }
      if (first) {
        requestLine(text);
        first = false;
      } else {
        addHeader(text);
      }
    }
  }

  private void requestLine(String text) throws Gatekeeper.Refused {
    String[] parts = text.split(" ");
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new Gatekeeper.Refused(400, "this is no HTTP request");
    }
    method = parts[0];
    path = parts[1];
  }

  private void addHeader(String text) throws Gatekeeper.Refused {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new Gatekeeper.Refused(400, "a header without a name");
    }
    String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (headers.put(name, text.substring(colon + 1).strip()) != null
        && name.equals("authorization")) {
      throw new Gatekeeper.Refused(400, "more than one authorization");
    }
  }

  private String check(Gatekeeper gatekeeper) throws Gatekeeper.Refused {
    if (headers.containsKey("origin")) {
      // only browsers send it, and no page has any business here
      throw new Gatekeeper.Refused(403, "requests of web pages are refused");
    }
    if (!method.equals("GET")) {
      throw new Gatekeeper.Refused(405, "only GET is understood");
    }
    if (path.equals("/readyz")) {
      throw new Gatekeeper.Refused(200, "ready");
    }
    if (!path.equals("/")) {
      throw new Gatekeeper.Refused(404, "there is nothing here");
    }
    if (!header("upgrade").equalsIgnoreCase("websocket")
        || !header("connection").toLowerCase(Locale.ROOT).contains("upgrade")
        || !header("sec-websocket-version").equals("13")
        || !isKey(header("sec-websocket-key"))) {
      throw new Gatekeeper.Refused(400, "this is a WebSocket endpoint");
    }
    return gatekeeper.admit(header("authorization"));
  }

  private String header(String name) {
    return headers.getOrDefault(name, "");
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] upgrade() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // as the RFC has it
      byte[] accept =
          sha1.digest((header("sec-websocket-key") + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(accept)
              + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }

  private static byte[] answer(int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return ("HTTP/1.1 "
            + status
            + " "
            + (status == 200 ? "OK" : "Refused")
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
            + (status == 401 ? "WWW-Authenticate: Bearer\r\n" : "")
            + "Content-Length: "
            + body.length
            + "\r\n\r\n"
            + text)
        .getBytes(StandardCharsets.UTF_8);
  }
}
