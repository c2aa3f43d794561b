package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.internal.rpc.Link;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.testing.StartedCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What becomes of running commands when the machine has no thread to give. */
class SessionsTest {

  /** What Java throws at the limit of threads of a user or of a control group. */
  private static final Executor NO_THREADS = task -> {
    throw new OutOfMemoryError("unable to create native thread");
  };

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final ClientConnection connection = new ClientConnection(
      new Silent(), new Silent(), "somebody", null, null); // which only requests need

  private static final class Silent implements Link, ClientConnection.LivenessProbe {
    @Override
    public void send(byte[] message) {}

    @Override
    public void close() {}

    @Override
    public void ping() {}

    @Override
    public long lastHeard() {
      return System.nanoTime();
    }
  }

  private RunningCommand start(ServerSession session, String id) {
    sandbox.onCommand("wait " + id).waitsFor(new Gate());
    RunningCommand command =
        sandbox.start(Command.of(Path.of("/work"), "wait", id), SandboxPolicy.readOnly());
    session
        .processes()
        .put(
            id,
            new ServerProcess(
                id, new ServerProcess.Start("stdout", false, 100), command, message -> {}));
    return command;
  }

  @Test
  void closingEndsEveryCommandOfEverySession() throws Exception {
    Sessions sessions = new Sessions(ServerLimits.standard(), NO_THREADS);
    ServerSession one = sessions.create(connection);
    ServerSession other = sessions.create(connection);
    start(one, "1");
    start(one, "2");
    start(other, "3");
    start(other, "4");

    sessions.close();

    assertThat(sandbox.started()).hasSize(4).allMatch(StartedCommand::isClosed);
  }

  @Test
  void aSessionThatNobodyComesBackToIsEndedAndSoIsTheNext() throws Exception {
    ServerLimits limits =
        ServerLimits.builder().sessionRetention(Duration.ofMillis(1)).build();

    try (Sessions sessions = new Sessions(limits, NO_THREADS)) {
      for (String id : List.of("first", "next")) {
        ServerSession session = sessions.create(connection);
        RunningCommand command = start(session, id);
        session.detach(connection);

        assertThat(command.waitFor(Duration.ofSeconds(20))).as(id).isPresent();
      }
    }
  }
}
