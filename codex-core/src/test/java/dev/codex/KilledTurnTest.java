package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.AgentMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.Reasoning;
import dev.codex.session.JsonlSessionStore;
import dev.codex.session.SessionSummary;
import dev.codex.testing.FunctionModel;
import dev.codex.tool.ToolResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a JVM at random points of a turn and goes on with its session. {@code
 * -Dcodex.test.kills=200} makes it as many as a release should see.
 */
class KilledTurnTest {

  private static final int KILLS = Integer.getInteger("codex.test.kills", 6);

  /** Runs turns of many calls for ever and says when each ends. */
  static final class Victim {
    public static void main(String[] args) {
      Agent agent = agent(Path.of(args[0]));
      while (true) {
        try (Session session = agent.startSession()) {
          for (int i = 0; i < 5; i++) {
            session.run("Do it " + i);
            System.out.println("turn");
          }
        }
      }
    }
  }

  private static Agent agent(Path home) {
    TestTool tool =
        new TestTool("tool", invocation -> ToolResult.text("x".repeat(2_000))).parallelSafe();
    return Agent.builder()
        .model(FunctionModel.answering((request, answer) -> {
          if (request.toolOutputs().size() % 12 == 11 || request.input().size() % 7 == 0) {
            answer.item(new Reasoning(id(), List.of("thinking"), List.of(), ""));
            answer.item(AgentMessage.of(id(), "Done."));
          } else {
            answer.item(AgentMessage.of(id(), "Calling"));
            answer.item(FunctionCall.of(id(), id(), "tool", "1"));
            answer.item(FunctionCall.of(id(), id(), "tool", "2"));
          }
        }))
        .addTool(tool)
        .workspace(home)
        .sessionStore(JsonlSessionStore.in(home))
        .build();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  @Test
  void aSessionOfAKilledProcessGoesOnWithAValidHistory(@TempDir Path home) throws Exception {
    Random random = new Random(20261125);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      runAndKill(home, random.nextInt(40), random.nextInt(500_000));
      for (SessionSummary summary : JsonlSessionStore.in(home).list()) {
        if (seen.add(summary.id())) {
          resume(home, summary.id());
        }
      }
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(KILLS);
  }

  private static void runAndKill(Path home, int turns, int spins)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            home.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (BufferedReader out = process.inputReader()) {
      for (int i = 0; i <= turns; i++) {
        assertThat(out.readLine()).isEqualTo("turn");
      }
      for (int i = 0; i < spins; i++) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private static void resume(Path home, String id) {
    try (Session session = agent(home).resumeSession(id)) {
      ValidHistory.check(session.history());
      session.run("Go on");
      ValidHistory.check(session.history());
    }
  }
}
