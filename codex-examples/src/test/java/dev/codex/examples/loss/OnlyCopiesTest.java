package dev.codex.examples.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.policy.Safeguard;
import dev.codex.policy.Safeguard.OnlyCopies;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.LocalFileHistory;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedModel;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be deleted by an agent that keeps no file history. */
class OnlyCopiesTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir
  Path temporary;

  private final ScriptedModel model = new ScriptedModel();
  private Path workspace;

  @BeforeEach
  void fill() throws Exception {
    workspace = Files.createDirectory(temporary.toRealPath().resolve("work"));
    for (String name : List.of(
        "src/deep/Main.java", "src/deep/Main.txt", "tracked.txt", "added.txt", "changed.txt")) {
      write(name, "content of " + name);
    }
    git("git init -q . && git add src tracked.txt changed.txt && git commit -qm first"
        + " && git add added.txt");
    write("changed.txt", "not committed");
    write("notes.txt", "never committed");
    write("build/out.txt", "made by a build");
    write("empty.txt", "");
  }

  private void write(String name, String content) throws IOException {
    Path file = workspace.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, LONG_AGO);
  }

  private void git(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).directory(workspace.toFile());
    builder
        .environment()
        .putAll(Map.of(
            "HOME", temporary.toString(),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "n",
            "GIT_AUTHOR_EMAIL", "n@example.org",
            "GIT_COMMITTER_NAME", "n",
            "GIT_COMMITTER_EMAIL", "n@example.org"));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, () -> "git does not work here: " + output);
  }

  @ParameterizedTest
  @CsvSource({
    "rm notes.txt, notes.txt",
    "rm -rf src notes.txt, notes.txt",
    "rm changed.txt, changed.txt",
    "find . -name 'notes*' -delete, notes.txt",
    "mv notes.txt /dev/null, notes.txt",
    "git checkout ., changed.txt",
    "git checkout HEAD -- changed.txt, changed.txt",
    "git checkout -f, changed.txt",
    "git restore changed.txt, changed.txt",
    "git reset --hard, changed.txt",
    "cd src && git reset -q --hard HEAD, changed.txt",
    "git -C . checkout changed.txt, changed.txt",
    "git rm -f changed.txt, changed.txt"
  })
  void theOnlyCopyIsNotDeleted(String script, String file) {
    String output = run(agent(), script);

    assertThat(output)
        .contains("blocked by the safeguard: " + workspace.resolve(file) + " is the only copy");
    assertThat(workspace.resolve(file)).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm tracked.txt",
        "rm -r src",
        "rm added.txt",
        "rm build/out.txt",
        "rm -rf build",
        "rm empty.txt",
        "echo mine > made.txt; rm made.txt",
        "mv notes.txt aside.txt",
        "git checkout -q -b branch",
        "git checkout -q src tracked.txt",
        "git restore --staged added.txt",
        "git -c user.name=n -c user.email=n@e stash -q",
        "echo mine >> tracked.txt; git checkout -q tracked.txt"
      })
  void whatIsElsewhereTooMayGo(String script) {
    String output = run(agent(), script);

    assertThat(output).contains("exited with code 0");
  }

  @Test
  void whatTheSessionHasMadeMayGoInALaterCall() {
    model.enqueueToolCall("exec_command", "{\"cmd\":\"echo mine > made.txt\"}");

    String output = run(agent(), "rm made.txt");

    assertThat(output).contains("exited with code 0");
    assertThat(workspace.resolve("made.txt")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "echo x >> notes.txt, notes.txt",
    "touch notes.txt, notes.txt",
    "sed -i s/never/not/ notes.txt, notes.txt",
    "mv notes.txt aside.txt, aside.txt"
  })
  void whatTheSessionHasOnlyTouchedIsNotItsOwn(String script, String file) {
    model.enqueueToolCall("exec_command", "{\"cmd\":\"" + script + "\"}");

    String output = run(agent(), "rm " + file);

    assertThat(output).contains("is the only copy");
    assertThat(workspace.resolve(file)).isNotEmptyFile();
  }

  @Test
  void aHistoryWithRoomLetsItGo() {
    try (LocalFileHistory history = LocalFileHistory.in(temporary.resolve("history"))) {
      assertThat(run(agent().fileHistory(history), "rm notes.txt")).contains("code 0");
    }
  }

  @Test
  void aHistoryWithoutRoomDoesNot() {
    try (LocalFileHistory history = LocalFileHistory.in(temporary.resolve("history"), 3)) {
      assertThat(run(agent().fileHistory(history), "rm notes.txt")).contains("the only copy");
    }
  }

  @Test
  void theHostCanLetItGo() {
    Safeguard free = Safeguard.builder().onlyCopies(OnlyCopies.FREE).build();

    assertThat(run(agent().safeguard(free), "rm notes.txt")).contains("code 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void everyVersionOfAnIndexIsRead(int version) throws Exception {
    git("git update-index --index-version " + version + " && git update-index --skip-worktree"
        + (version == 3
            ? " tracked.txt"
            : " added.txt && git update-index --no-skip-worktree" + " added.txt"));

    assertThat(run(agent(), "rm -r src tracked.txt added.txt")).contains("code 0");
  }

  @Test
  void aLinkedWorkTreeHasAnIndexOfItsOwn() throws Exception {
    git("git worktree add -q ../linked && touch -d 2026-01-01 ../linked/*.txt");
    Path linked = temporary.toRealPath().resolve("linked");
    Files.writeString(linked.resolve("notes.txt"), "never committed");
    Files.setLastModifiedTime(linked.resolve("notes.txt"), LONG_AGO);

    assertThat(run(agent().workspace(linked), "rm tracked.txt")).contains("code 0");
    assertThat(run(agent().workspace(linked), "rm notes.txt")).contains("the only copy");
  }

  private AgentBuilder agent() {
    return Agent.builder()
        .model(model)
        .tools(CodingTools.standard())
        .sandbox(PlatformSandbox.detect())
        .sandboxPolicy(SandboxPolicy.dangerFullAccess())
        .workspace(workspace);
  }

  private String run(AgentBuilder agent, String script) {
    model.enqueueToolCall("exec_command", "{\"cmd\":\"" + script + "\"}").enqueueMessage("Done.");
    agent.build().run("Do it");
    List<RecordedRequest> requests = model.requests();
    List<String> outputs =
        List.copyOf(requests.get(requests.size() - 1).toolOutputs().values());
    return outputs.get(outputs.size() - 1);
  }
}
