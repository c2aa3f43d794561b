package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnStatus;
import dev.codex.hook.HookResult;
import dev.codex.model.Model;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that the library has made are gone once what they worked for is closed. */
@Timeout(60)
class NoThreadIsLeftTest {

  record Nothing() {}

  private final List<Thread> made = new CopyOnWriteArrayList<>();

  private AgentBuilder agent(Model model) {
    return Agent.builder().model(model).threadFactory(task -> {
      Thread thread = new Thread(task, "made-" + made.size());
      thread.setDaemon(true);
      made.add(thread);
      return thread;
    });
  }

  private void assertAllGone() throws InterruptedException {
    assertThat(made).isNotEmpty();
    for (Thread thread : made) {
      thread.join(10_000);
      assertThat(thread.isAlive())
          .as("%s at %s", thread, List.of(thread.getStackTrace()))
          .isFalse();
    }
  }

  @Test
  void afterTurnsThatCameToTheirEnd() throws InterruptedException {
    ScriptedModel model = new ScriptedModel().enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Agent agent = agent(model)
        .addHook(event -> HookResult.proceed())
        .addTool(Tool.of("tool", "Does nothing.", Nothing.class, nothing -> "done"))
        .build();

    try (Session session = agent.startSession()) {
      session.run("Go");
    }

    assertAllGone();
  }

  @Test
  void afterAToolWasCancelledWhileItRan() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    ScriptedModel model = new ScriptedModel().enqueueToolCall("tool", "{}");
    Agent agent = agent(model)
        .addTool(Tool.of("tool", "Waits.", Nothing.class, nothing -> {
          running.countDown();
          new CountDownLatch(1).await();
          return "never";
        }))
        .build();
    Session session = agent.startSession();
    session.start("Go");
    running.await();

    session.close();

    assertAllGone();
  }

  @Test
  void afterAReadFromTheNetworkWasInterrupted() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OpenAi openAi = OpenAi.builder()
          .baseUrl("http://127.0.0.1:" + silent.getLocalPort() + "/v1")
          .apiKey("sk-0123456789")
          .build();
      Session session = agent(openAi.model("gpt-5.5")).build().startSession();
      Turn turn = session.start("Go");
      try (Socket socket = accepted(silent)) {
        assertThat(socket.getInputStream().read()).isPositive(); // the request is on its way

        long begin = System.nanoTime();
        turn.interrupt();

        assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        session.close();
        assertAllGone();
        assertThat(readersOfTheNetwork()).isEmpty();
      }
    }
  }

  private static Socket accepted(ServerSocket server) throws IOException {
    server.setSoTimeout(20_000);
    return server.accept();
  }

  /** Threads, whoever made them, that still wait for an answer of a server for us. */
  private static List<Thread> readersOfTheNetwork() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> List.of(entry.getValue()).stream()
            .anyMatch(frame -> frame.getClassName().startsWith("dev.codex.model.openai")
                && !frame.getClassName().contains("Test")))
        .map(Map.Entry::getKey)
        .toList();
  }
}
