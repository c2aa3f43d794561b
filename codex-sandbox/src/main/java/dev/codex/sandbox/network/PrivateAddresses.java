package dev.codex.sandbox.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Addresses that are not on the public network, by whatever notation. */
final class PrivateAddresses {

  /** RFC 6890 and what has been added to its registry. */
  private static final List<Range> RANGES = List.of(
      range("0.0.0.0", 8),
      range("10.0.0.0", 8),
      range("100.64.0.0", 10),
      range("127.0.0.0", 8),
      range("169.254.0.0", 16),
      range("172.16.0.0", 12),
      range("192.0.0.0", 24),
      range("192.0.2.0", 24),
      range("192.88.99.0", 24),
      range("192.168.0.0", 16),
      range("198.18.0.0", 15),
      range("198.51.100.0", 24),
      range("203.0.113.0", 24),
      range("224.0.0.0", 3),
      range("::", 127),
      range("100::", 64),
      range("2001::", 23),
      range("2001:db8::", 32),
      range("fc00::", 7),
      range("fe80::", 9),
      range("ff00::", 8));

  /** Those that carry an IPv4 address: where it begins. */
  private static final List<Carrier> CARRIERS = List.of(
      new Carrier(range("::", 96), 12),
      new Carrier(range("64:ff9b::", 96), 12),
      new Carrier(range("64:ff9b:1::", 48), 12),
      new Carrier(range("2002::", 16), 2));

  private PrivateAddresses() {}

  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (RANGES.stream().anyMatch(range -> range.contains(bytes))) {
      return true;
    }
    return CARRIERS.stream().filter(carrier -> carrier.range.contains(bytes)).anyMatch(carrier -> {
      byte[] inner = Arrays.copyOfRange(bytes, carrier.offset, carrier.offset + 4);
      return RANGES.stream().anyMatch(range -> range.contains(inner));
    });
  }

  private static Range range(String first, int bits) {
    try {
      return new Range(InetAddress.getByName(first).getAddress(), bits);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e); // only addresses are written above
    }
  }

  private record Carrier(Range range, int offset) {}

  private record Range(byte[] first, int bits) {
    boolean contains(byte[] address) {
      if (address.length != first.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if (((address[i / 8] ^ first[i / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
