package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnStatus;
import dev.codex.error.ModelException;
import dev.codex.error.TurnFailedException;
import dev.codex.error.TurnInterruptedException;
import dev.codex.event.Retrying;
import dev.codex.hook.HookResult;
import dev.codex.internal.thread.Threads;
import dev.codex.model.Model;
import dev.codex.model.ModelStream;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that the library has made are gone once what they worked for is closed. */
@Timeout(60)
class NoThreadIsLeftTest {

  record Nothing() {}

  private static final String CALL = "{\"type\":\"response.output_item.done\",\"item\":"
      + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\",\"name\":\"tool\","
      + "\"arguments\":\"{}\"}}";

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

  @Test
  void afterTheCallersThreadWasInterruptedInTheMiddleOfAnAnswer() throws Exception {
    try (LoopbackServer server = LoopbackServer.start()) {
      server.enqueue(LoopbackServer.stalled("data: " + Samples.CREATED + "\n\n"));
      OpenAi openAi =
          OpenAi.builder().baseUrl(server.url()).apiKey("sk-0123456789").build();
      Session session = agent(openAi.model("gpt-5.5")).build().startSession();
      CompletableFuture<String> outcome = new CompletableFuture<>();
      Thread caller = new Thread(() -> {
        try {
          session.run("Go");
          outcome.complete("ended");
        } catch (TurnInterruptedException e) {
          outcome.complete("interrupted, flag " + Thread.currentThread().isInterrupted());
        }
      });
      caller.start();
      server.takeRequest();

      caller.interrupt();

      assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted, flag true");
      server.awaitEndOfConnection();
      session.close();
      assertAllGone();
      assertThat(readersOfTheNetwork()).isEmpty();
    }
  }

  static Stream<Arguments> faults() {
    String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    return Stream.of(
        Arguments.of(
            "a cut", LoopbackServer.raw(LoopbackServer.bytes(head + "fff\r\ndata: {\"type\""))),
        Arguments.of("a failing server", LoopbackServer.status(500, "", "oops")),
        Arguments.of("an answer that is no HTTP", LoopbackServer.raw(new byte[] {0, 1, -1, 10})),
        Arguments.of("a stream of garbage", LoopbackServer.events("{{{", "\0", "[]", "}")),
        Arguments.of("a line without end", (LoopbackServer.Answer) (request, out) -> {
          out.write(LoopbackServer.bytes("HTTP/1.1 200 OK\r\n\r\ndata: "));
          while (true) { // until the client hangs up
            out.write(block);
          }
        }));
  }

  @ParameterizedTest(name = "after {0}")
  @MethodSource("faults")
  void afterATurnThatFailed(String what, LoopbackServer.Answer fault) throws Exception {
    try (LoopbackServer server = LoopbackServer.start().otherwise(fault)) {
      OpenAi openAi = Samples.openAi(server).streamRetries(1).build();
      Agent agent = agent(openAi.model("gpt-5.5")).random(Samples.noDelay()).build();
      Turn turn;
      try (Session session = agent.startSession()) {
        turn = session.start("Go");
        assertThatThrownBy(turn::await).isInstanceOf(TurnFailedException.class);
      }

      assertThat(turn).filteredOn(Retrying.class::isInstance).hasSize(1);
      assertAllGone();
      assertThat(readersOfTheNetwork()).isEmpty();
    }
  }

  @Test
  void afterAVirtualThreadWasInterruptedThatReadsByItself() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "only virtual threads wake up from a read");
    try (LoopbackServer server = LoopbackServer.start()) {
      server.enqueue(LoopbackServer.stalled("data: " + Samples.CREATED + "\n\n"));
      Model model = Samples.openAi(server).build().model("gpt-5.5");
      CompletableFuture<Thread> reader = new CompletableFuture<>();
      CompletableFuture<String> outcome = new CompletableFuture<>();
      Threads.standard().run(() -> {
        ModelStream stream = model.stream(Samples.request());
        stream.next();
        reader.complete(Thread.currentThread());
        try (stream) {
          stream.next();
        } catch (ModelException e) {
          outcome.complete(e.getMessage() + " " + Thread.currentThread().isInterrupted());
        }
      });

      reader.get(20, TimeUnit.SECONDS).interrupt();

      assertThat(outcome.get(20, TimeUnit.SECONDS))
          .isEqualTo("The thread was interrupted while it waited for the model. true");
      server.awaitEndOfConnection();
    }
  }

  /** Idle threads are kept for some seconds, so this one takes as long. */
  @Test
  void ofThoseThatTheLibraryMakesByItself() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ConnectionPool connections = new ConnectionPool();
    OkHttpClient client = new OkHttpClient.Builder().connectionPool(connections).build();
    try (LoopbackServer server = LoopbackServer.start()) {
      server.otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
      server.enqueue(LoopbackServer.events(Samples.CREATED, CALL, Samples.COMPLETED));
      OpenAi openAi = Samples.openAi(server).httpClient(client).build();
      Agent agent = Agent.builder()
          .model(openAi.model("gpt-5.5"))
          .addHook(event -> HookResult.proceed())
          .addTool(Tool.of("tool", "Does nothing.", Nothing.class, nothing -> "done"))
          .build();
      try (Session session = agent.startSession()) {
        assertThat(session.run("Go").finalMessage()).isEqualTo("hello");
      }
    }
    connections.evictAll();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().startsWith("codex-")) {
        thread.join(20_000);
        assertThat(thread.isAlive()).as("%s", thread).isFalse();
      } else {
        assertThat(before.contains(thread) || thread.isDaemon())
            .as("%s may live on", thread)
            .isTrue();
      }
    }
    assertThat(readersOfTheNetwork()).isEmpty();
  }

  private static Socket accepted(ServerSocket server) throws IOException {
    server.setSoTimeout(20_000);
    return server.accept();
  }

  /** Threads, whoever made them, that still wait for an answer of a server for us. */
  static List<Thread> readersOfTheNetwork() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> List.of(entry.getValue()).stream()
            .anyMatch(frame -> frame.getClassName().startsWith("dev.codex.model.openai")
                && !frame.getClassName().matches(".*(Test|LoopbackServer).*")))
        .map(Map.Entry::getKey)
        .toList();
  }
}
