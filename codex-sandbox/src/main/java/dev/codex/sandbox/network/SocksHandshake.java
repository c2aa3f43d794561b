package dev.codex.sandbox.network;

import dev.codex.policy.OpenConnection.Protocol;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** RFC 1928, without authentication and only with CONNECT. */
final class SocksHandshake implements Handshake {

  static final int VERSION = 5;

  private static final int NO_AUTHENTICATION = 0;
  private static final int NO_METHOD = 0xff;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int NOT_ALLOWED = 2;
  private static final int HOST_UNREACHABLE = 4;

  private final DataInputStream input;
  private final OutputStream output;

  SocksHandshake(InputStream input, OutputStream output) {
    this.input = new DataInputStream(input);
    this.output = output;
  }

  @Override
  public Target target() throws IOException {
    input.readByte();
    byte[] methods = input.readNBytes(input.readUnsignedByte());
    boolean isOpen = new String(methods, StandardCharsets.ISO_8859_1).indexOf(0) >= 0;
    output.write(new byte[] {VERSION, (byte) (isOpen ? NO_AUTHENTICATION : NO_METHOD)});
    input.readByte();
    int command = input.readUnsignedByte();
    input.readByte();
    String host = host(input.readUnsignedByte());
    int port = input.readUnsignedShort();
    if (command != CONNECT) {
      throw new Refusal("blocked-by-policy", "Only connections are passed on.");
    }
    return new Target(host, port, Protocol.SOCKS5);
  }

  private String host(int type) throws IOException {
    return switch (type) {
      case IPV4 -> InetAddress.getByAddress(input.readNBytes(4)).getHostAddress();
      case IPV6 -> InetAddress.getByAddress(input.readNBytes(16)).getHostAddress();
      case NAME ->
        new String(input.readNBytes(input.readUnsignedByte()), StandardCharsets.ISO_8859_1);
      default -> throw new Refusal("blocked-by-policy", "There is no kind of address " + type);
    };
  }

  @Override
  public long accept(OutputStream remote) throws IOException {
    answer(0);
    return ENDLESS;
  }

  @Override
  public void refuse(IOException reason) throws IOException {
    answer(reason instanceof Refusal ? NOT_ALLOWED : HOST_UNREACHABLE);
  }

  private void answer(int code) throws IOException {
    output.write(new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0});
  }
}
