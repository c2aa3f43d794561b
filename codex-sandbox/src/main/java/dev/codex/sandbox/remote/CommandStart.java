package dev.codex.sandbox.remote;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.internal.rpc.LinkClosedException;
import dev.codex.internal.rpc.RpcException;
import dev.codex.sandbox.remote.process.EventSequence;
import dev.codex.sandbox.remote.process.ReadAnswer;
import java.io.IOException;
import java.time.Duration;

/**
 * Starts one command, once. When the connection breaks before the executor has answered, it is not
 * sent again: after recovery the executor is asked whether it knows the process. If so, the process
 * is adopted with everything that it wrote; if not, it never ran.
 */
final class CommandStart {

  /** How our own executor begins a refusal that is about confinement. */
  static final String NOT_CONFINED = "sandbox unavailable: ";

  private static final Duration BREATH = Duration.ofMillis(20);

  private final ExecClient client;
  private final StartParams params;
  private final RemoteCommand command;
  private boolean sent;

  CommandStart(ExecClient client, StartParams params) {
    this.client = client;
    this.params = params;
    this.command = new RemoteCommand(client, params.processId());
  }

  RemoteCommand run() {
    client.commands().put(params.processId(), command);
    boolean done = false;
    try {
      start();
      done = true;
      return command;
    } catch (RpcException e) {
      if (e.said().startsWith(NOT_CONFINED)) {
        throw new SandboxUnavailableException(e.said().substring(NOT_CONFINED.length()), e);
      }
      throw new ToolException(e.said(), e);
    } catch (IOException e) {
      if (!sent) {
        throw new SandboxUnavailableException(
            e.getMessage() + ". The command was not run, here or there.", e);
      }
      command.close();
      throw new SandboxUnavailableException(
          e.getMessage() + ". Whether the command ran is not known; if it still runs it is ended"
              + " as soon as the executor can be reached. Look before you run it again.",
          e);
    } finally {
      if (!done && !command.isClosed()) {
        client.commands().remove(params.processId());
      }
    }
  }

  private void start() throws IOException {
    Attachment attachment = client.ready();
    boolean pipes = attachment.can("processCloseStdin");
    sent = true;
    try {
      ExecClient.answer(attachment.connection().request("process/start", params.writer(pipes)));
    } catch (LinkClosedException e) {
      client.lost(attachment.connection(), e.reason());
      resolve(attachment);
    }
    command.started(new RemoteCommand.Abilities(
        pipes,
        params.command().terminal().isPresent(),
        attachment.can("processResize"),
        attachment.can("processOutputWindow")));
  }

  private void resolve(Attachment first) throws IOException {
    while (true) {
      Attachment now = client.ready();
      if (!now.sessionId().equals(first.sessionId())) {
        throw new IOException("The executor was lost while a command was being started");
      }
      try {
        command.merge(ReadAnswer.of(
            ExecClient.answer(now.connection().request("process/read", command.readParams()))));
        return;
      } catch (LinkClosedException e) {
        client.lost(now.connection(), e.reason());
      } catch (EventSequence.GapException e) {
        throw new IOException(String.valueOf(e.getMessage()), e);
      } catch (RpcException e) {
        if (!e.said().contains("is starting")) {
          throw new ToolException(
              "The connection to the executor broke before the command was"
                  + " started, so it did not run. Run it again.",
              e);
        }
        pause();
      }
    }
  }

  private void pause() throws IOException {
    try {
      client.around().pace().sleep(BREATH);
    } catch (InterruptedException e) {
      throw Pace.interrupted();
    }
  }
}
