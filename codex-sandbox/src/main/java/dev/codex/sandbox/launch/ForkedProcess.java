package dev.codex.sandbox.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child of a {@link ForkServer}. Unlike the processes that Java starts it keeps its output and
 * error open after its end, until they are closed; its input is closed with it.
 */
final class ForkedProcess extends Process {

  private final ProcessHandle handle;
  private final OutputStream input;
  private final InputStream output;
  private final InputStream error;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private ForkedProcess(
      ProcessHandle handle, OutputStream input, InputStream output, InputStream error) {
    this.handle = handle;
    this.input = input;
    this.output = output;
    this.error = error;
  }

  /**
   * A process that lives, and waits for its input.
   *
   * @param ends of its pipes, in the order input, output, error
   */
  static ForkedProcess open(long pid, List<Path> ends) throws IOException {
    ProcessHandle handle = ProcessHandle.of(pid)
        .orElseThrow(() -> new IOException("Process " + pid + " cannot be seen in /proc."));
    OutputStream input = new PipeOutput(ends.get(0));
    try {
      InputStream output = new PipeInput(ends.get(1));
      try {
        InputStream error = new PipeInput(ends.get(2));
        return new ForkedProcess(handle, input, output, error);
      } catch (IOException e) {
        output.close();
        throw e;
      }
    } catch (IOException e) {
      input.close();
      throw e;
    }
  }

  /** To be called once it has ended. */
  void ended(int exitCode) {
    exit.complete(exitCode);
    closeAll(input);
  }

  /** Lets a process that still waits for its script end without one. */
  void dismiss() {
    closeAll(input, output, error);
  }

  private static void closeAll(AutoCloseable... streams) {
    for (AutoCloseable stream : streams) {
      try {
        stream.close();
      } catch (Exception e) {
        // nobody uses it any more
      }
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return input;
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return error;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException(e); // nobody completes it that way
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException(e); // nobody completes it that way
    }
  }

  @Override
  public int exitValue() {
    Integer code = exit.getNow(null);
    if (code == null) {
      throw new IllegalThreadStateException("process hasn't exited");
    }
    return code;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(code -> this);
  }

  @Override
  public ProcessHandle toHandle() {
    return handle;
  }

  @Override
  public void destroy() {
    if (isAlive()) {
      handle.destroy();
    }
  }

  @Override
  public Process destroyForcibly() {
    if (isAlive()) {
      handle.destroyForcibly();
    }
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public String toString() {
    return "ForkedProcess[" + handle.pid() + "]";
  }
}
