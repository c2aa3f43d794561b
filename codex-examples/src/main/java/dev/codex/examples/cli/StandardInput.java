package dev.codex.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the prompt out of an argument and standard input.
 *
 * <p>Where there is an argument, standard input is an extra: a pipe that somebody holds open
 * without ever writing to it must not stop the program, which is what it does to Codex.
 */
final class StandardInput {

  private final InputStream in;
  private final Kind kind;
  private final Duration patience;

  /**
   * Wraps an input.
   *
   * @param patience how long to wait for the first byte where a prompt is there already
   */
  StandardInput(InputStream in, Kind kind, Duration patience) {
    this.in = in;
    this.kind = kind;
    this.patience = patience;
  }

  /**
   * The whole prompt.
   *
   * @throws ExecException if there is none
   */
  String prompt(Optional<String> argument) {
    boolean wholly = argument.isEmpty() || argument.get().equals("-");
    if (wholly) {
      String text = readAll();
      if (text.isBlank()) {
        throw new ExecException("No prompt provided via stdin.");
      }
      return text;
    }
    String prompt = argument.get();
    String piped = kind == Kind.TERMINAL ? "" : readIfWritten();
    if (piped.isBlank()) {
      return prompt;
    }
    String end = piped.endsWith("\n") ? "" : "\n";
    return prompt + "\n\n<stdin>\n" + piped + end + "</stdin>";
  }

  private String readAll() {
    try {
      return text(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything up to the end, unless nothing at all has come in time. */
  private String readIfWritten() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread reader = new Thread(() -> copy(bytes, begun, ended), "codex-stdin");
    reader.setDaemon(true);
    reader.start();
    try {
      if (!begun.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return "";
      }
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
    return text(bytes.toByteArray());
  }

  /** Windows begins text with a mark that is no part of it. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void copy(ByteArrayOutputStream bytes, CountDownLatch begun, CountDownLatch ended) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
        begun.countDown();
      }
    } catch (IOException e) {
      // What cannot be read is as good as ended: the prompt stands without it.
    } finally {
      begun.countDown();
      ended.countDown();
    }
  }

  /** What is at the other end. */
  enum Kind {
    TERMINAL,
    PIPE
  }
}
