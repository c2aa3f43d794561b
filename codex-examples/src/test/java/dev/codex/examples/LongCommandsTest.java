package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnStatus;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.OutputDelta;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedAnswer;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real commands that outlast their calls, in turns of an agent. */
@Timeout(240)
class LongCommandsTest {

  private static final Pattern NUMBER = Pattern.compile("session ID (\\d+)");

  /** Its last line is what the tests look for among the processes of this machine. */
  private static final String TREE = "echo begun; setsid sleep %1$s & (setsid sh -c 'sleep %1$s &"
      + " sleep %1$s' &); nohup sleep %1$s >/dev/null 2>&1 & sleep %1$s";

  @TempDir
  Path temporary;

  private final Deque<BiConsumer<String, ScriptedAnswer>> steps = new ArrayDeque<>();
  private String number = "";
  private Path workspace;

  @BeforeEach
  void resolveWorkspace() throws IOException {
    workspace = temporary.toRealPath();
  }

  /** Takes the next step, which is given the output of the one before. */
  private void answer(RecordedRequest request, ScriptedAnswer answer) {
    Map<String, String> outputs = request.toolOutputs();
    String last =
        outputs.isEmpty() ? "" : new ArrayList<>(outputs.values()).get(outputs.size() - 1);
    Matcher matcher = NUMBER.matcher(last);
    if (matcher.find()) {
      number = matcher.group(1);
    }
    steps.remove().accept(last, answer);
  }

  private LongCommandsTest exec(String json) {
    steps.add((last, answer) -> answer.toolCall("exec_command", json));
    return this;
  }

  private LongCommandsTest type(String chars) {
    steps.add((last, answer) -> answer.toolCall(
        "write_stdin", "{\"session_id\":" + number + ",\"chars\":\"" + chars + "\"}"));
    return this;
  }

  private void say(String text) {
    steps.add((last, answer) -> answer.message(text + last));
  }

  private Session session(SandboxPolicy policy) {
    return Agent.builder()
        .model(FunctionModel.answering(this::answer))
        .workspace(workspace)
        .tools(CodingTools.standard())
        .sandbox(
            PlatformSandbox.builder().variables(Map.of("PATH", "/usr/bin:/bin")).build())
        .sandboxPolicy(policy)
        .build()
        .startSession();
  }

  private static SandboxPolicy policy(String mode, Path workspace) {
    return switch (mode) {
      case "read-only" -> SandboxPolicy.readOnly();
      case "workspace-write" -> SandboxPolicy.workspaceWrite(workspace);
      default -> SandboxPolicy.dangerFullAccess();
    };
  }

  private static long living(String argument) {
    return ProcessHandle.allProcesses()
        .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
            .anyMatch(word -> word.contains(argument)))
        .count();
  }

  private static List<CommandExecution> completed(Turn turn) {
    List<CommandExecution> items = new ArrayList<>();
    for (Event event : turn) {
      if (event instanceof ItemCompleted done && done.item() instanceof CommandExecution command) {
        items.add(command);
      }
    }
    return items;
  }

  @Test
  void aCommandGoesOnAcrossTurnsAndEndsWithTheSession() {
    String sleep = "7111.5";
    try (Session session = session(SandboxPolicy.workspaceWrite(workspace))) {
      exec("{\"cmd\":\"echo up; sleep " + sleep + "\",\"yield_time_ms\":1000}").say("");
      Turn first = session.start("Start it");
      assertThat(first.await().finalMessage()).endsWith("Output:\nup\n");
      assertThat(completed(first))
          .extracting(CommandExecution::status)
          .containsExactly(WorkStatus.IN_PROGRESS);
      exec("{\"cmd\":\"true\"}").say("");
      session.run("Do something else");

      assertThat(living(sleep)).isPositive();
    }
    assertThat(living(sleep)).isZero();
  }

  @Test
  void aTerminalIsTypedIntoAndItsEndIsTold() {
    try (Session session = session(SandboxPolicy.readOnly())) {
      exec("{\"cmd\":\"cat\",\"tty\":true,\"yield_time_ms\":300}");
      type("hello\\n").type("\\u0004").say("");

      Turn turn = session.start("Talk to it");

      assertThat(turn.await().finalMessage()).contains("Process exited with code 0");
      assertThat(completed(turn)).hasSize(1).allSatisfy(item -> {
        assertThat(item.output()).isEqualTo("hello\r\nhello\r\n");
        assertThat(item.exitCode()).hasValue(0);
      });
    }
  }

  @Test
  void aCommandThatEndsByItselfIsToldInItsTurn() {
    try (Session session = session(SandboxPolicy.readOnly())) {
      exec("{\"cmd\":\"sleep 0.5; echo late; exit 4\",\"yield_time_ms\":250}");
      exec("{\"cmd\":\"sleep 1\"}").say("");

      Turn turn = session.start("Wait");
      turn.await();

      assertThat(completed(turn)).anySatisfy(item -> {
        assertThat(item.exitCode()).hasValue(4);
        assertThat(item.output()).isEqualTo("late\n");
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read-only", "workspace-write", "danger-full-access"})
  void interruptingATurnAtAnyMomentLeavesNobody(String mode) throws Exception {
    Random random = new Random(7);
    String sleep = "7222.5";
    String tree = String.format(TREE, sleep).replace("\"", "\\\"");
    List<Long> took = new ArrayList<>();
    try (Session session = session(policy(mode, workspace))) {
      for (int round = 0; round < 34; round++) {
        exec("{\"cmd\":\"" + tree + "\"}").say("");
        Turn turn = session.start("Run it");
        if (round % 2 == 0) {
          awaitOutput(turn);
        } else {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(60)));
        }
        long start = System.nanoTime();

        turn.interrupt();
        assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);

        took.add(System.nanoTime() - start);
        assertThat(living(sleep)).isZero();
        steps.clear();
      }
    }
    Collections.sort(took);
    // loose, for a busy machine; a quiet one takes a few milliseconds
    assertThat(Duration.ofNanos(took.get(took.size() / 2))).isLessThan(Duration.ofSeconds(2));
  }

  private static void awaitOutput(Turn turn) {
    for (Event event : turn) {
      if (event instanceof OutputDelta) {
        return;
      }
    }
  }

  @Test
  void anyLineOfAHundredMegabytesIsReadLater() {
    try (Session session = session(SandboxPolicy.readOnly())) {
      exec("{\"cmd\":\"seq -w 1 12500000\",\"yield_time_ms\":30000,\"max_output_tokens\":100}");
      steps.add((last, answer) -> answer.toolCall(
          "read_output",
          "{\"chunk\":\"" + last.substring(10, 16) + "\",\"line\":7000000,\"lines\":2,"
              + "\"offset\":null,\"length\":null}"));
      say("");

      assertThat(session.run("Count").finalMessage())
          .isEqualTo("Lines 7000000 to 7000001 of 12500000\n07000000\n07000001\n");
    }
  }
}
