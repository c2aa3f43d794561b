package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.SessionException;
import dev.codex.error.TurnFailedException;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.Notice;
import dev.codex.hook.HookResult;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkStatus;
import dev.codex.ledger.Ledger;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.CommandRules;
import dev.codex.policy.Decision;
import dev.codex.policy.limit.Budget;
import dev.codex.session.InMemorySessionStore;
import dev.codex.session.SessionHeader;
import dev.codex.session.SessionLog;
import dev.codex.session.SessionStore;
import dev.codex.session.SessionSummary;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code of the host that hangs, throws or gives nothing back. */
@Timeout(30)
class HostFaultsTest {

  private final ScriptedModel model = new ScriptedModel();

  private AgentBuilder agent(TestTool... tools) {
    return Agent.builder().model(model).tools(List.of(tools));
  }

  private static List<WorkStatus> statuses(Turn turn) {
    List<WorkStatus> statuses = new ArrayList<>();
    for (Event event : turn) {
      if (event instanceof ItemStarted started && started.item() instanceof ToolExecution tool) {
        statuses.add(tool.status());
      } else if (event instanceof ItemCompleted done && done.item() instanceof ToolExecution tool) {
        statuses.add(tool.status());
      }
    }
    return statuses;
  }

  @Test
  void anItemOfAToolThatReturnsNullIsCompleted() {
    model.enqueueToolCall("nothing", "{}");

    Turn turn = agent(new TestTool("nothing", invocation -> null))
        .build()
        .startSession()
        .start("Go");

    assertThat(statuses(turn)).containsExactly(WorkStatus.IN_PROGRESS, WorkStatus.FAILED);
    assertThat(turn.completion()
            .toCompletableFuture()
            .handle((result, e) -> e.getMessage())
            .join())
        .contains("The tool nothing failed")
        .contains("the tool returned null");
  }

  @Test
  void anItemOfAToolThatThrowsAnErrorIsCompleted() {
    model.enqueueToolCall("broken", "{}");

    Turn turn = agent(new TestTool("broken", invocation -> {
          throw new AssertionError("no");
        }))
        .build()
        .startSession()
        .start("Go");

    assertThat(statuses(turn)).containsExactly(WorkStatus.IN_PROGRESS, WorkStatus.FAILED);
  }

  @Test
  void anItemOfAToolThatNeverReturnsIsCompletedBeforeTheTurnEnds() throws Exception {
    model.enqueueToolCall("stuck", "{}");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Turn turn = agent(new TestTool("stuck", invocation -> {
          inside.countDown();
          awaitDeaf(free);
          return ToolResult.text("late");
        }))
        .build()
        .startSession()
        .start("Go");
    inside.await();

    turn.interrupt();

    assertThat(statuses(turn)).containsExactly(WorkStatus.IN_PROGRESS, WorkStatus.FAILED);
    free.countDown();
  }

  @Test
  void aToolThatWaitsForSomethingElseIsInterruptedWhenItsTimeIsUp() {
    model.enqueueToolCall("waits", "{}").enqueueMessage("Too slow.");
    TestTool waits = new TestTool("waits", invocation -> {
      new CountDownLatch(1).await();
      return ToolResult.text("never");
    });
    waits.timeout = Duration.ofMillis(5);

    Turn turn = agent(waits).build().startSession().start("Go");

    assertThat(turn.await().finalMessage()).isEqualTo("Too slow.");
    assertThat(statuses(turn)).containsExactly(WorkStatus.IN_PROGRESS, WorkStatus.FAILED);
    model.takeRequest();
    assertThat(model.takeRequest().toolOutput("call-1")).startsWith("timed out after 5 ms");
  }

  @Test
  void aTimeoutMayBeAsLongAsADurationGoes() {
    model.enqueueToolCall("echo", "{}").enqueueMessage("Done.");
    TestTool echo = TestTool.echo("echo");
    echo.timeout = Duration.ofSeconds(Long.MAX_VALUE);

    assertThat(agent(echo).build().run("Go").finalMessage()).isEqualTo("Done.");
  }

  @Test
  void aThreadFactoryThatFailsLeavesTheSessionUsable() {
    model.enqueueMessage("Now it works.");
    AtomicBoolean broken = new AtomicBoolean(true);
    Session session = agent()
        .threadFactory(task -> broken.get() ? null : new Thread(task))
        .build()
        .startSession();

    assertThatThrownBy(() -> session.start("Go"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("thread factory");

    broken.set(false);
    assertThat(session.run("Go").finalMessage()).isEqualTo("Now it works.");
    session.close();
  }

  @Test
  void aThreadFactoryThatFailsForACallFailsTheTurn() {
    model.enqueueAnswer(answer -> answer.toolCall("echo", "{}").toolCall("echo", "{\"n\":2}"));
    AtomicInteger made = new AtomicInteger();
    Turn turn = agent(TestTool.echo("echo"))
        .threadFactory(task -> made.incrementAndGet() == 3 ? null : new Thread(task))
        .build()
        .startSession()
        .start("Go");

    assertThatThrownBy(turn::await)
        .isInstanceOf(TurnFailedException.class)
        .hasMessageContaining("thread factory");
  }

  @Test
  void interruptReachesAModelThatHasNoStreamYet() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Turn turn = started(request -> {
      inside.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("interrupted");
    });
    inside.await();

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
  }

  @Test
  void interruptReachesAHookThatKeepsThePrompt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Turn turn = agent()
        .addHook(event -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return HookResult.proceed();
        })
        .build()
        .startSession()
        .start("Go");
    inside.await();

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
  }

  @Test
  void aModelMaySayInItsOwnWordsThatItWasStopped() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Turn turn = started(request -> new ModelStream() {
      @Override
      public boolean hasNext() {
        inside.countDown();
        awaitDeaf(closed);
        throw new IllegalStateException("closed");
      }

      @Override
      public ModelEvent next() {
        throw new NoSuchElementException();
      }

      @Override
      public void close() {
        closed.countDown();
        throw new IllegalStateException("cannot close");
      }
    });
    inside.await();

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
  }

  @Test
  void aSessionWhoseFirstLinesCouldNotBeWrittenIsWholeOnceTheyCan() {
    FullDisk store = new FullDisk();
    model.enqueueMessage("Now it works.");
    Agent agent = agent().sessionStore(store).developerInstructions("Be kind.").build();
    Session session = agent.startSession();
    assertThatThrownBy(() -> session.run("Go")).hasMessage("The disk is full.");

    store.full = false;
    session.run("Go");
    session.close();

    assertThat(store.lines.get(0)).contains("\"session_meta\"");
    try (Session resumed = agent.resumeSession(session.id())) {
      assertThat(resumed.history()).isEqualTo(session.history());
    }
  }

  /** Keeps everything in memory, once it is not full any more. */
  private static final class FullDisk implements SessionStore {
    private final SessionStore memory = InMemorySessionStore.create();
    private final List<String> lines = new ArrayList<>();
    private boolean full = true;

    @Override
    public SessionLog create(SessionHeader header) {
      SessionLog log = memory.create(header);
      return new SessionLog() {
        @Override
        public void append(List<byte[]> more) {
          if (full) {
            throw new SessionException("The disk is full.");
          }
          more.forEach(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
          log.append(more);
        }

        @Override
        public void read(Consumer<byte[]> reader) {
          log.read(reader);
        }

        @Override
        public String location() {
          return log.location();
        }

        @Override
        public void idle() {
          log.idle();
        }

        @Override
        public void close() {
          log.close();
        }
      };
    }

    @Override
    public SessionLog open(String sessionId) {
      return memory.open(sessionId);
    }

    @Override
    public List<SessionSummary> list() {
      return memory.list();
    }
  }

  @Test
  void aHookMayCloseTheSessionThatItRunsIn() {
    AtomicReference<Session> session = new AtomicReference<>();
    session.set(agent()
        .addHook(event -> {
          session.get().close();
          return HookResult.proceed();
        })
        .build()
        .startSession());

    TurnResult result = session.get().run("Go");

    assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThatThrownBy(() -> session.get().start("Again"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aToolMayCloseTheSessionThatItRunsIn() {
    InMemorySessionStore store = InMemorySessionStore.create();
    model.enqueueToolCall("quit", "{}");
    AtomicReference<Session> session = new AtomicReference<>();
    AtomicBoolean returned = new AtomicBoolean();
    TestTool quit = new TestTool("quit", invocation -> {
      session.get().close();
      returned.set(!Thread.currentThread().isInterrupted());
      return ToolResult.text("bye");
    });
    Agent agent = agent(quit).sessionStore(store).build();
    session.set(agent.startSession());

    TurnResult result = session.get().run("Go");

    assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(returned).isTrue();
    agent.resumeSession(session.get().id()).close();
  }

  @Test
  void anApproverThatSleepsHearsOfAnInterruptAtOnce() throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    CompletableFuture<Long> woken = new CompletableFuture<>();
    model.enqueueToolCall("tool", "{}");
    Turn turn = agent(new TestTool("tool", invocation -> ToolResult.text("done")))
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .approver(request -> {
          asleep.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            woken.complete(System.nanoTime());
          }
          return Decision.deny("interrupted");
        })
        .build()
        .startSession()
        .start("Go");
    asleep.await();

    long begin = System.nanoTime();
    turn.interrupt();

    assertThat(Duration.ofNanos(woken.get() - begin)).isLessThan(Duration.ofSeconds(1));
    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
  }

  @Test
  void aLedgerThatCannotSettleDoesNotChangeWhatTheModelIsTold() {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Turn turn = agent(new TestTool("tool", invocation -> ToolResult.text("done")))
        .ledger(new Ledger() {
          @Override
          public void intend(Entry entry) {}

          @Override
          public void settle(Entry entry, Outcome outcome) {
            throw new IllegalStateException("disk full");
          }
        })
        .build()
        .startSession()
        .start("Go");

    assertThat(turn.await().finalMessage()).isEqualTo("Done.");
    assertThat(model.requests().get(1).toolOutput("call-1")).isEqualTo("done");
    assertThat(turn)
        .contains(
            new Notice("The ledger did not settle call call-1 of tool as SUCCEEDED: disk full"));
  }

  @Test
  void limitsBelowZeroAndNamesThatNoServerTakesAreRefusedWhereTheyAreGiven() {
    assertThatThrownBy(() -> Budget.builder().maxRequests(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxRequests is -1; it must be 0 (nothing) or more, or absent (no limit)");
    assertThatThrownBy(
            () -> Budget.builder().maxWallTime(Duration.ofSeconds(-1)).build())
        .hasMessage("maxWallTime is PT-1S; it must not be negative");
    assertThatThrownBy(() -> new ToolSpec.Hosted("no dots.or blanks", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no dots.or blanks");
    assertThatThrownBy(() -> new TestTool("a".repeat(65), invocation -> null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TestTool(null, invocation -> null)).hasMessage("name");
  }

  @Test
  void exceptionsCanBeReadOnceTheyWereSerialized() throws Exception {
    TurnFailedException failed = copy(new TurnFailedException("no", List.of(), null));
    ModelException refused =
        copy(ModelException.of(ModelFailure.of(ModelFailure.Kind.SERVER, "down")));

    assertThat(failed.items()).isEmpty();
    assertThat(refused.failure().message()).isEqualTo("down");
    assertThat(refused.statusCode()).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void nullIsRefusedWhereItIsGivenAndNotWhereItIsSent() {
    assertThatThrownBy(() -> agent().build().run((String) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("text");
    assertThatThrownBy(() -> ToolResult.text(null)).hasMessage("text");
    assertThatThrownBy(() -> Decision.deny(null)).hasMessage("reason");
    assertThatThrownBy(() -> HookResult.deny(null)).hasMessage("reason");
    assertThatThrownBy(() -> CommandRules.Verdict.forbid(null)).hasMessage("why");
  }

  private static Turn started(Model model) {
    return Agent.builder().model(model).build().startSession().start("Go");
  }

  /** Waits, whoever interrupts. */
  private static void awaitDeaf(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // That is the point.
      }
    }
  }
}
