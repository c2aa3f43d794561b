package dev.codex.sandbox.rules;

import dev.codex.internal.json.Json;
import dev.codex.policy.RuleAmendment;
import dev.codex.sandbox.rules.shell.Wrappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The file in which rules are kept that somebody agreed to. Other processes may write it too. */
final class Amendments {

  private static final int ATTEMPTS = 500;
  private static final long PAUSE_NANOS = 10_000_000;

  /** Programs that run whatever their arguments say, so that a rule for them alone allows all. */
  private static final Set<String> INTERPRETERS = Set.of(
      "python",
      "python3",
      "py",
      "pypy",
      "node",
      "deno",
      "bun",
      "perl",
      "ruby",
      "php",
      "lua",
      "git",
      "bash",
      "sh",
      "zsh",
      "dash",
      "ksh",
      "fish",
      "pwsh",
      "powershell",
      "cmd",
      "env",
      "sudo",
      "doas",
      "su",
      "osascript",
      "xargs",
      "eval",
      "exec",
      "command",
      "nohup",
      "nice",
      "timeout",
      "busybox");

  private final Path file;

  Amendments(Path file) {
    this.file = file;
  }

  /** Whether the rule says which program, and not only what runs it. */
  static boolean isNarrow(RuleAmendment amendment) {
    if (!(amendment instanceof RuleAmendment.AllowPrefix allow)) {
      return true;
    }
    boolean named = allow.words().size() > 1 && !allow.words().get(1).startsWith("-");
    return named || !INTERPRETERS.contains(Wrappers.name(allow.words().get(0)));
  }

  /** The amendment as a rules file has it; strings of JSON are strings of Starlark. */
  static String text(RuleAmendment amendment) {
    if (amendment instanceof RuleAmendment.AllowPrefix allow) {
      return allow.words().stream()
          .map(Json::quote)
          .collect(Collectors.joining(", ", "prefix_rule(pattern=[", "], decision=\"allow\")\n"));
    }
    RuleAmendment.Host host = (RuleAmendment.Host) amendment;
    String decision = host.access() == RuleAmendment.Access.ALLOW ? "allow" : "deny";
    return network(host.host(), "https", decision)
        + network(host.host(), "http", decision)
        + network(host.host(), "socks5_tcp", decision);
  }

  private static String network(String host, String protocol, String decision) {
    return "network_rule(host=" + Json.quote(host) + ", protocol=\"" + protocol + "\", decision=\""
        + decision + "\")\n";
  }

  /** Adds the lines that the file does not have yet. */
  void append(String lines) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel = FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        String old = read(channel);
        String added = lines
            .lines()
            .filter(line -> old.lines().noneMatch(line::equals))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
        String separator = old.isEmpty() || old.endsWith("\n") || added.isEmpty() ? "" : "\n";
        write(channel, separator + added);
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The rules file " + file + " cannot be added to.", e);
    }
  }

  /** Another thread of this JVM may hold it, which Java does not wait for. */
  private static FileLock lock(FileChannel channel) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw new IOException("another thread has kept it locked for too long");
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes);
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    channel.position(channel.size());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
