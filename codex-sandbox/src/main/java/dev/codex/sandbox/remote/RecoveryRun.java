package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.LinkClosedException;
import dev.codex.internal.rpc.RpcException;
import dev.codex.sandbox.remote.process.EventSequence;
import dev.codex.sandbox.remote.process.ReadAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Does what {@link Recovery} decides; on a thread of its own. */
final class RecoveryRun implements Runnable {

  private final ExecClient.Surroundings around;
  private final ExecClient client;
  private final Attachment broken;
  private final String why;
  private final Recovery recovery;
  private @Nullable Attachment next;

  RecoveryRun(ExecClient.Surroundings around, ExecClient client, Attachment broken, String why) {
    this.around = around;
    this.client = client;
    this.broken = broken;
    this.why = why;
    this.recovery = new Recovery(
        around.times(), around.connector()::delay, why, around.pace().nanos());
  }

  @Override
  public void run() {
    try {
      while (client.isRecovering()) {
        Recovery.Step step = recovery.next(around.pace().nanos());
        if (step instanceof Recovery.Step.Attempt attempt) {
          attempt(attempt.within());
        } else if (step instanceof Recovery.Step.Pause pause) {
          around.pace().sleep(pause.duration());
        } else if (step instanceof Recovery.Step.GiveUp end) {
          drop("recovery failed");
          client.giveUp(why + "; failed to resume exec-server session: " + end.reason());
          return;
        } else if (replay()) {
          return;
        }
      }
      drop("closed here");
    } catch (InterruptedException | RuntimeException e) {
      drop("recovery failed");
      client.giveUp(why + "; recovery was ended by " + e);
    }
  }

  private void drop(String reason) {
    if (next != null) {
      next.connection().close(reason);
      next = null;
    }
  }

  private void attempt(Duration within) {
    try {
      ExecClient.Events events = client.listen();
      next = Attachment.open(around, events, broken.sessionId(), within);
      events.of(next.connection());
      recovery.attached();
    } catch (IOException e) {
      recovery.failed(Verdict.of(e), around.pace().nanos());
    }
  }

  /** Fetches what each process did meanwhile; true if the client can go on. */
  private boolean replay() {
    Attachment attached = java.util.Objects.requireNonNull(next, "it is attached");
    try {
      for (RemoteCommand command : List.copyOf(client.running())) {
        if (command.isStarted()) {
          replay(attached, command);
        }
      }
      client.resumed(attached);
      return true;
    } catch (LinkClosedException | TimeoutException e) {
      drop("recovery is tried again");
      recovery.detached(String.valueOf(e.getMessage()), around.pace().nanos());
      return false;
    } catch (IOException e) {
      drop("recovery failed");
      recovery.failed(
          new Verdict.Final(String.valueOf(e.getMessage())), around.pace().nanos());
      return false;
    }
  }

  private void replay(Attachment attached, RemoteCommand command)
      throws IOException, TimeoutException {
    if (!(recovery.next(around.pace().nanos()) instanceof Recovery.Step.Replay left)) {
      throw new TimeoutException("the executor took too long to send what was missed");
    }
    String problem;
    try {
      ReadAnswer answer = ReadAnswer.of(around
          .pace()
          .await(
              attached.connection().request("process/read", command.readParams()), left.within()));
      if (answer.failure().isEmpty()) {
        command.merge(answer);
        return;
      }
      problem = answer.failure();
    } catch (RpcException | EventSequence.GapException e) {
      problem = String.valueOf(e.getMessage());
    }
    // only this one is lost; what may be left of it is ended
    around
        .pace()
        .await(
            attached.connection().request("process/terminate", command.idParams()), left.within());
    command.lose("failed to recover process " + command.id() + ": " + problem);
    client.commands().remove(command.id());
  }
}
