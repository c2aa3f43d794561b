package dev.codex.sandbox.launch;

import dev.codex.exec.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A command whose output ends with the reason if it could not be started after all. */
public final class LaunchedCommand implements FollowedCommand {

  private final FollowedCommand command;
  private final LaunchStatus status;
  private final InputStream output;

  public LaunchedCommand(FollowedCommand command, LaunchStatus status) {
    this.command = command;
    this.status = status;
    this.output = new ExplainedOutput();
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public void follow(Listener listener) {
    command.follow(new Listener() {
      @Override
      public void output(byte[] bytes, int length) {
        listener.output(bytes, length);
      }

      @Override
      public void ended() {
        byte[] reason = reason();
        if (reason.length > 0) {
          listener.output(reason, reason.length);
        }
        listener.ended();
      }
    });
  }

  private byte[] reason() {
    return status
        .failure()
        .map(failure -> "The command was not started: " + failure + ".\n")
        .orElse("")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public OutputStream input() {
    return command.input();
  }

  @Override
  public OptionalInt waitFor(Duration timeout) throws InterruptedException {
    return command.waitFor(timeout);
  }

  @Override
  public void interrupt() {
    command.interrupt();
  }

  @Override
  public void resize(TerminalSize size) {
    command.resize(size);
  }

  @Override
  public void kill() {
    command.kill();
  }

  @Override
  public void close() {
    command.close();
  }

  @Override
  public String toString() {
    return command.toString();
  }

  /** Nothing is asked before the end, so the way of the output is as short as without this. */
  private final class ExplainedOutput extends InputStream {
    private @Nullable InputStream reason;

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      InputStream explanation = reason;
      if (explanation != null) {
        return explanation.read(target, offset, length);
      }
      int count = command.output().read(target, offset, length);
      if (count >= 0) {
        return count;
      }
      explanation = new ByteArrayInputStream(reason());
      reason = explanation;
      return explanation.read(target, offset, length);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      return command.output().available();
    }

    @Override
    public void close() throws IOException {
      command.output().close();
    }
  }
}
