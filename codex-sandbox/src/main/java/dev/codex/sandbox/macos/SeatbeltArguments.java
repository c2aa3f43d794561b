package dev.codex.sandbox.macos;

import dev.codex.policy.NetworkAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Puts a confinement into the words of {@code sandbox-exec}. Everything is denied but what the base
 * profile names; folders are parameters, so that their names are never read as code.
 */
final class SeatbeltArguments {

  private static final Path PROGRAM = Path.of("/usr/bin/sandbox-exec");
  private static final String BASE = "base.sb";

  /** In any spelling, as the file systems of this system do not tell them apart. */
  private static final String PROTECTED =
      "/[.]([gG][iI][tT]|[cC][oO][dD][eE][xX]|[aA][gG][eE][nN][tT][sS])(/|$)";

  private static final String ONLINE = """
      (allow network-outbound (remote ip))
      (allow network-inbound (local ip))
      (allow network-bind (local ip))
      (allow system-socket (socket-domain AF_INET) (socket-domain AF_INET6))
      (allow mach-lookup (global-name "com.apple.SystemConfiguration.configd"))
      (allow mach-lookup (global-name "com.apple.trustd.agent"))
      (allow network-outbound (literal "/private/var/run/mDNSResponder"))
      """;

  private SeatbeltArguments() {}

  /**
   * Everything up to the command's own words.
   *
   * @param writable real paths
   */
  static List<String> of(List<Path> writable, NetworkAccess network) {
    StringBuilder profile = new StringBuilder(base());
    List<String> words = new ArrayList<>(List.of(PROGRAM.toString(), "-p"));
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < writable.size(); i++) {
      String root = writable.get(i).toString();
      parameters.add("-DROOT_" + i + "=" + root);
      profile
          .append("(allow file-write* (require-all (subpath (param \"ROOT_")
          .append(i)
          .append("\")) (require-not (regex #\"^")
          .append(quoted(root))
          .append("(/.*)?")
          .append(PROTECTED)
          .append("\"))))\n");
    }
    if (!writable.isEmpty()) {
      profile.append("(deny file-write-setugid)\n");
    }
    if (network.equals(NetworkAccess.ON)) {
      profile.append(ONLINE);
    }
    words.add(profile.toString());
    words.addAll(parameters);
    words.add("--");
    return words;
  }

  /** Every character that could mean something becomes a class of its own. */
  private static String quoted(String path) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '"' || c == '\\' || c == '^' || c == ']' || c < ' ') {
        throw new IllegalArgumentException(
            "The folder " + path + " has a character that no rule can be written about.");
      }
      quoted.append(Character.isLetterOrDigit(c) || c == '/' ? String.valueOf(c) : "[" + c + "]");
    }
    return quoted.toString();
  }

  private static String base() {
    try (InputStream base = SeatbeltArguments.class.getResourceAsStream(BASE)) {
      return new String(
          Objects.requireNonNull(base, BASE).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
