package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.StreamLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a program that speaks the protocol on its standard streams, such as {@code ssh host codex
 * exec-server --listen stdio}. When it ends, its session ends with it.
 */
final class StdioConnector implements Connector {

  private static final Logger LOG = LoggerFactory.getLogger(StdioConnector.class);
  private static final long PATIENCE_SECONDS = 2;

  private final List<String> words;
  private final Map<String, String> environment;
  private final Path directory;

  StdioConnector(List<String> words, Map<String, String> environment, Path directory) {
    this.words = List.copyOf(words);
    this.environment = Map.copyOf(environment);
    this.directory = directory;
  }

  @Override
  public Link open(Link.Listener listener, Contact contact) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread errors = new Thread(() -> log(process), "codex-exec-server-errors");
    errors.setDaemon(true);
    errors.start();
    return StreamLink.open(
        process.getInputStream(), process.getOutputStream(), () -> end(process), listener);
  }

  private void log(Process process) {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> LOG.debug("{}: {}", words.get(0), line));
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.debug("{} said its last", words.get(0));
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> tree = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    tree.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public Duration delay(int failedAttempts) {
    return Duration.ZERO;
  }

  @Override
  public boolean isReconnectable() {
    return false;
  }

  @Override
  public String toString() {
    return "the program " + words.get(0);
  }
}
