package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import dev.codex.item.AgentMessage;
import dev.codex.model.ItemDone;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import dev.codex.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokenAnswersTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nx-request-id: req-7\r\n\r\n";
  private static final String EVENTS = "data: " + Samples.CREATED + "\n\n" + "event: x\ndata: "
      + Samples.MESSAGE + "\n\n" + "data: " + Samples.COMPLETED + "\n\n";
  private static final List<ModelEvent> WHOLE = List.of(
      new ModelEvent.Created("r1"),
      ItemDone.of(AgentMessage.of("msg_hello", "hello")),
      new ModelEvent.Completed(
          "r1",
          Usage.builder()
              .inputTokens(100)
              .cachedInputTokens(10)
              .outputTokens(20)
              .reasoningOutputTokens(5)
              .build()));

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aCutAtAnyByteKeepsWhatWasFinishedAndMayBeTriedAgain() {
    byte[] whole = LoopbackServer.bytes(HEAD + EVENTS);
    Model model = Samples.openAi(server).requestRetries(0).build().model("gpt-5.5");

    for (int cut = 0; cut < whole.length; cut++) {
      server.enqueue(LoopbackServer.raw(Arrays.copyOf(whole, cut)));
      List<ModelEvent> before = new ArrayList<>();
      ModelFailure failure = Samples.failure(model, before).failure();

      Kind kind = cut < HEAD.length() ? Kind.CONNECTION : Kind.STREAM;
      assertThat(before).as("before the cut at %s", cut).isEqualTo(finished(whole, cut));
      assertThat(List.of(failure.kind(), failure.isRetryable(), failure.attempts()))
          .as("failure at %s", cut)
          .isEqualTo(List.of(kind, true, 1));
      assertThat(failure.requestId().isPresent()).isEqualTo(kind == Kind.STREAM);
    }
    server.enqueue(LoopbackServer.raw(whole));
    assertThat(Samples.ask(model)).isEqualTo(WHOLE);
  }

  @Test
  void aCutChunkIsLikeACutStream() {
    String whole = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        + Integer.toHexString(EVENTS.length()) + "\r\n" + EVENTS;
    server.enqueue(LoopbackServer.raw(LoopbackServer.bytes(whole.substring(0, 300))));

    ModelException e =
        Samples.failure(Samples.openAi(server).build().model("gpt-5.5"), new ArrayList<>());

    assertThat(e.failure().kind()).isEqualTo(Kind.STREAM);
    assertThat(e.isRetryable()).isTrue();
  }

  @Test
  void aConnectionThatBreaksBehindCompletedDoesNoHarm() {
    server.enqueue((request, out) -> {
      out.write(LoopbackServer.bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"));
      out.write(LoopbackServer.chunk(EVENTS));
      throw new IOException("reset");
    });

    assertThat(Samples.ask(Samples.openAi(server).build().model("gpt-5.5"))).isEqualTo(WHOLE);
  }

  @Test
  void aStreamThatHangsBehindCompletedDoesNoHarm() throws Exception {
    server.enqueue(LoopbackServer.stalled(EVENTS));

    assertThat(Samples.ask(Samples.openAi(server).build().model("gpt-5.5"))).isEqualTo(WHOLE);
    server.awaitEndOfConnection();
  }

  @Test
  void silenceEndsTheAnswerAndTheConnection() throws Exception {
    server.enqueue(LoopbackServer.stalled("data: " + Samples.MESSAGE + "\n\n"));
    List<ModelEvent> before = new ArrayList<>();

    ModelException e = Samples.failure(impatient(), before);

    assertThat(before).isEqualTo(WHOLE.subList(1, 2));
    assertIdle(e);
    server.awaitEndOfConnection();
  }

  @Test
  void commentsDoNotKeepAnAnswerAlive() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    server.enqueue((request, out) -> {
      out.write(LoopbackServer.bytes("HTTP/1.1 200 OK\r\n\r\n"));
      try {
        while (!gone.await(5, TimeUnit.MILLISECONDS)) {
          out.write(LoopbackServer.bytes(": still here\n\n"));
          out.flush();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    });

    assertIdle(Samples.failure(impatient(), new ArrayList<>()));
    server.awaitEndOfConnection();
  }

  @Test
  void aServerThatTakesTheRequestAndSaysNothingIsIdle() {
    server.otherwise((request, out) -> {});

    assertIdle(Samples.failure(impatient(), new ArrayList<>()));
  }

  @Test
  void closingEndsABlockedReadAndTheConnection() throws Exception {
    server.enqueue(LoopbackServer.stalled(": hello\n\n"));
    ModelStream stream = Samples.openAi(server).build().model("gpt-5.5").stream(Samples.request());
    FutureTask<ModelFailure> reader = read(stream, "reader");

    server.takeRequest();
    stream.close();

    assertThat(reader.get(20, TimeUnit.SECONDS).isRetryable()).isFalse();
    server.awaitEndOfConnection();
  }

  @Test
  void closingEndsTheWaitBetweenTries() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Surroundings patient = new Surroundings(
        Surroundings.real().clock(), Surroundings.real().random(), (length, wake) -> {
          waiting.countDown();
          wake.await();
        });
    ModelStream stream =
        Samples.openAi(server).surroundings(patient).build().model("gpt-5.5").stream(
            Samples.request());
    FutureTask<ModelFailure> reader = read(stream, "reader");

    waiting.await();
    stream.close();

    assertThat(reader.get(20, TimeUnit.SECONDS).isRetryable()).isFalse();
    assertThat(server.requestsWaiting()).isEqualTo(1);
  }

  @Test
  void anEventWithoutEndIsRefusedInBoundedMemory() {
    byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    server.enqueue((request, out) -> {
      out.write(LoopbackServer.bytes("HTTP/1.1 200 OK\r\n\r\ndata: "));
      for (int i = 0; i < 1024; i++) {
        out.write(block);
      }
    });

    ModelException e =
        Samples.failure(Samples.openAi(server).build().model("gpt-5.5"), new ArrayList<>());

    assertThat(e)
        .hasMessage(
            "stream disconnected before completion: an event is larger than 67108864 bytes");
    assertThat(e.failure().kind()).isEqualTo(Kind.STREAM);
  }

  private static FutureTask<ModelFailure> read(ModelStream stream, String name) {
    FutureTask<ModelFailure> task = new FutureTask<>(() -> {
      try {
        stream.hasNext();
        throw new AssertionError("the read came back");
      } catch (ModelException e) {
        return e.failure();
      }
    });
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void assertIdle(ModelException e) {
    assertThat(e).hasMessage("stream disconnected before completion: idle timeout waiting for SSE");
    assertThat(e.failure().kind()).isEqualTo(Kind.STREAM);
    assertThat(e.isRetryable()).isTrue();
  }

  private Model impatient() {
    return Samples.openAi(server)
        .streamIdleTimeout(Duration.ofMillis(150))
        .build()
        .model("gpt-5.5");
  }

  private static List<ModelEvent> finished(byte[] whole, int cut) {
    String seen = new String(whole, 0, cut, StandardCharsets.UTF_8);
    return WHOLE.subList(0, seen.split("\n\n", -1).length - 1);
  }
}
