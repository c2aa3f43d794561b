package dev.codex.sandbox.network;

import dev.codex.policy.OpenConnection.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A request to an HTTP proxy. Behind CONNECT all bytes pass; a plain request is written anew for
 * the host that was judged, whatever its own headers say, and nothing but its body follows it.
 */
final class HttpHandshake implements Handshake {

  private static final int MAX_HEAD = 64 << 10;
  private static final Set<String> OURS = Set.of(
      "host",
      "connection",
      "keep-alive",
      "proxy-connection",
      "proxy-authorization",
      "te",
      "trailer",
      "upgrade",
      "transfer-encoding");

  private final InputStream input;
  private final OutputStream output;
  private List<String> head = List.of();
  private boolean isTunnel;
  private String firstLine = "";
  private String authority = "";
  private long length;

  HttpHandshake(InputStream input, OutputStream output) {
    this.input = input;
    this.output = output;
  }

  @Override
  public Target target() throws IOException {
    head = readHead();
    String[] words = head.get(0).split(" ");
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new Refusal("bad-request", "This is no request to a proxy.");
    }
    isTunnel = words[0].equals("CONNECT");
    length = isTunnel ? ENDLESS : bodyLength();
    try {
      URI uri = new URI(isTunnel ? "tunnel://" + words[1] : words[1]);
      String host = uri.getHost();
      if (host == null || !isTunnel && !"http".equalsIgnoreCase(uri.getScheme())) {
        throw new Refusal("bad-request", "The request names no host that can be reached by http.");
      }
      authority = uri.getRawAuthority().replaceFirst("^.*@", "");
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      firstLine = words[0] + " " + path + query + " HTTP/1.1";
      String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      int port = uri.getPort() >= 0 ? uri.getPort() : isTunnel ? 443 : 80;
      return new Target(plain, port, isTunnel ? Protocol.HTTPS : Protocol.HTTP);
    } catch (URISyntaxException e) {
      throw new Refusal("bad-request", "The request names no host.");
    }
  }

  /** Anything that two programs could read in two ways is refused. */
  private long bodyLength() throws Refusal {
    List<String> lengths = new ArrayList<>();
    for (String line : head.subList(1, head.size())) {
      if (line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0 || line.indexOf(':') < 1) {
        throw new Refusal("bad-request", "A header of the request is malformed.");
      }
      String name = name(line);
      if (name.equals("transfer-encoding")) {
        throw new Refusal("bad-request", "Send the request with a Content-Length.");
      }
      if (name.equals("content-length")) {
        lengths.add(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    if (lengths.isEmpty()) {
      return 0;
    }
    if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,18}")) {
      throw new Refusal("bad-request", "The Content-Length of the request is malformed.");
    }
    return Long.parseLong(lengths.get(0));
  }

  private List<String> readHead() throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int count = 0; count < MAX_HEAD; count++) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("The request ended early.");
      }
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      String text = line.toString().stripTrailing();
      if (text.isEmpty() && !lines.isEmpty()) {
        return lines;
      }
      lines.add(text);
      line.setLength(0);
    }
    throw new Refusal("bad-request", "The head of the request is longer than " + MAX_HEAD + ".");
  }

  @Override
  public long accept(OutputStream remote) throws IOException {
    if (isTunnel) {
      write(output, "HTTP/1.1 200 Connection established\r\n\r\n");
      return ENDLESS;
    }
    StringBuilder request = new StringBuilder(firstLine)
        .append("\r\nHost: ")
        .append(authority)
        .append("\r\nConnection: close\r\n");
    for (String line : head.subList(1, head.size())) {
      if (!OURS.contains(name(line))) {
        request.append(line).append("\r\n");
      }
    }
    write(remote, request.append("\r\n").toString());
    return length;
  }

  private static String name(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public void refuse(IOException reason) throws IOException {
    String kind = reason instanceof Refusal refusal ? refusal.kind() : "unreachable";
    String status = switch (kind) {
      case "bad-request" -> "400 Bad Request";
      case "unreachable" -> "502 Bad Gateway";
      default -> "403 Forbidden";
    };
    byte[] body = (reason.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    write(
        output,
        "HTTP/1.1 " + status + "\r\nx-proxy-error: " + kind
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length
            + "\r\nConnection: close\r\n\r\n");
    output.write(body);
  }

  private static void write(OutputStream target, String text) throws IOException {
    target.write(text.getBytes(StandardCharsets.ISO_8859_1));
    target.flush();
  }
}
