package dev.codex.tools.shell;

import dev.codex.exec.Command;
import dev.codex.exec.CommandRunner;
import dev.codex.exec.ProcessLostException;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;

/** Commands on an executor that goes away after their first line. */
final class LostCommands implements CommandRunner {

  @Override
  public RunningCommand start(Command command) {
    return new Lost();
  }

  private static final class Lost implements RunningCommand {
    @Override
    public InputStream output() {
      byte[] line = "so far\n".getBytes(StandardCharsets.UTF_8);
      return new SequenceInputStream(new ByteArrayInputStream(line), new InputStream() {
        @Override
        public int read() throws IOException {
          throw new ProcessLostException("the executor is gone", line);
        }
      });
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public OptionalInt waitFor(Duration timeout) {
      return OptionalInt.of(-1);
    }

    @Override
    public void interrupt() {
      // nobody is left to hear it
    }

    @Override
    public void resize(TerminalSize size) {
      // nobody is left to see it
    }

    @Override
    public void kill() {
      // it is gone
    }

    @Override
    public void close() {
      // it is gone
    }
  }
}
