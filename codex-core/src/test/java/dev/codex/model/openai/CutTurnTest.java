package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnResult;
import dev.codex.ValidHistory;
import dev.codex.event.Event;
import dev.codex.event.Retrying;
import dev.codex.item.AgentMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.tool.Tool;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One answer of everything that answers are made of, cut wherever a connection can break. */
@Timeout(120)
class CutTurnTest {

  record Question(String about) {}

  private static final String REASONING = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":"
      + "[{\"type\":\"summary_text\",\"text\":\"Hm…\"}],\"content\":null,"
      + "\"encrypted_content\":\"gAAA+/==\"}";
  private static final String MESSAGE = "{\"type\":\"message\",\"id\":\"msg_1\","
      + "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Looking. ✓\"}]}";
  private static final String CALL = "{\"type\":\"function_call\",\"id\":\"fc_1\","
      + "\"call_id\":\"c1\",\"name\":\"look\",\"arguments\":\"{\\\"about\\\":\\\"é\\\"}\"}";

  private static final String ANSWER = List.of(
          Samples.CREATED,
          "{\"type\":\"response.reasoning_summary_text.delta\",\"item_id\":\"rs_1\","
              + "\"summary_index\":0,\"delta\":\"Hm…\"}",
          done(REASONING),
          "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\"Looking.\"}",
          done(MESSAGE),
          "{\"type\":\"response.output_item.added\",\"item\":"
              + CALL.replaceAll("\"arguments\":.*\"}\"", "\"arguments\":\"\"") + "}",
          "{\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"fc_1\","
              + "\"delta\":\"{\\\"about\\\":\"}",
          done(CALL),
          Samples.COMPLETED)
      .stream()
      .map(event -> "data: " + event + "\n\n")
      .collect(Collectors.joining());

  private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final byte[] WHOLE = whole();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Thread> made = new CopyOnWriteArrayList<>();
  private LoopbackServer server;

  private static String done(String item) {
    return "{\"type\":\"response.output_item.done\",\"item\":" + item + "}";
  }

  private static byte[] whole() {
    byte[] head = LoopbackServer.bytes(HEAD);
    byte[] chunk = LoopbackServer.chunk(ANSWER);
    byte[] all = Arrays.copyOf(head, head.length + chunk.length);
    System.arraycopy(chunk, 0, all, head.length, chunk.length);
    return all;
  }

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start()
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Agent agent() {
    return Agent.builder()
        .model(Samples.openAi(server).build().model("gpt-5.5"))
        .random(Samples.noDelay())
        .threadFactory(task -> {
          Thread thread = new Thread(task, "made");
          thread.setDaemon(true);
          made.add(thread);
          return thread;
        })
        .addTool(Tool.of("look", "Looks.", Question.class, question -> {
          asked.add(question.about());
          return "seen";
        }))
        .build();
  }

  /** What of the answer came before the cut. */
  private record Seen(boolean head, boolean reasoning, boolean message, boolean call, boolean end) {

    static Seen before(int cut) {
      String text = new String(WHOLE, 0, cut, StandardCharsets.UTF_8);
      return new Seen(
          text.startsWith(HEAD),
          text.contains(done(REASONING) + "\n\n"),
          text.contains(done(MESSAGE) + "\n\n"),
          text.contains(done(CALL) + "\n\n"),
          text.contains(Samples.COMPLETED + "\n\n"));
    }

    /** The answer as it is sent back with the second request. */
    String sentBack() {
      return (reasoning ? "," + REASONING : "")
          + (message ? "," + MESSAGE : "")
          + (call ? "," + CALL + ",{\"type\":\"function_call_output\"" : "");
    }
  }

  @Test
  void aCutAtAnyByteLosesNothingThatWasWholeAndNothingTwice() throws Exception {
    Agent agent = agent();
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Set<WeakReference<Object>> kept = new HashSet<>();
    for (int cut = 0; cut < WHOLE.length; cut++) {
      server.enqueue(LoopbackServer.raw(Arrays.copyOf(WHOLE, cut)));
      try (Session session = agent.startSession()) {
        Turn turn = session.start("Look.");
        check(cut, session, turn);
        kept.add(new WeakReference<>(session.id(), collected));
        kept.add(new WeakReference<>(turn.iterator().next(), collected)); // as is its whole log
      }
    }

    assertAllGone();
    made.clear(); // since a thread keeps its task, even when it has ended
    assertThat(NoThreadIsLeftTest.readersOfTheNetwork()).isEmpty();
    assertCollected(kept, collected);
  }

  /** In a method of its own: the iterator of a loop stays in its frame and holds the threads. */
  private void assertAllGone() throws InterruptedException {
    for (Thread thread : made) {
      thread.join(10_000);
      assertThat(thread.isAlive()).as("%s", thread).isFalse();
    }
  }

  private void check(int cut, Session session, Turn turn) throws InterruptedException {
    Seen seen = Seen.before(cut);
    TurnResult result = turn.await();
    List<Event> retries = new ArrayList<>();
    turn.forEach(event -> {
      if (event instanceof Retrying) {
        retries.add(event);
      }
    });

    // a head that is cut is asked for again by the connection, without the turn's knowing
    assertThat(retries).as("retries at %s", cut).hasSize(seen.head() && !seen.end() ? 1 : 0);
    assertThat(result.finalMessage()).as("answer at %s", cut).isEqualTo("hello");
    assertThat(asked).as("calls at %s", cut).isEqualTo(seen.call() ? List.of("é") : List.of());
    asked.clear();
    String first = server.takeRequest().body();
    String second = server.takeRequest().body();
    assertThat(server.requestsWaiting()).as("more requests at %s", cut).isZero();
    int end = first.indexOf("],\"tools\":");
    String rest = second.substring(end);
    assertThat(second).as("start at %s", cut).startsWith(first.substring(0, end));
    assertThat(rest).as("sent at %s", cut).startsWith(seen.sentBack());
    assertThat(rest.substring(seen.sentBack().length()))
        .as("behind that at %s", cut)
        .startsWith(seen.call() ? ",\"id\":\"fco_" : "],\"tools\":");
    List<ModelItem> history = session.history();
    ValidHistory.check(history);
    assertThat(history.stream().filter(Reasoning.class::isInstance).count())
        .isEqualTo(seen.reasoning() ? 1 : 0);
    assertThat(history.stream().filter(FunctionCall.class::isInstance).count())
        .isEqualTo(seen.call() ? 1 : 0);
    assertThat(history.stream().filter(AgentMessage.class::isInstance).count())
        .isEqualTo(seen.message() ? 2 : 1);
  }

  private static void assertCollected(
      Set<WeakReference<Object>> kept, ReferenceQueue<Object> collected)
      throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!kept.isEmpty() && System.nanoTime() < deadline) {
      System.gc();
      for (Object each = collected.remove(100); each != null; each = collected.poll()) {
        kept.remove(each);
      }
    }
    assertThat(kept).as("what is left of sessions and turns").isEmpty();
  }
}
