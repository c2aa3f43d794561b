package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.server.ExecServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole turn whose commands and files are on an executor, and nowhere else. */
class RemoteTurnTest {

  private static final String ADD = """
      *** Begin Patch
      *** Add File: added.txt
      +hello from afar
      *** End Patch
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final List<RunningCommand> running = new CopyOnWriteArrayList<>();

  @TempDir
  private Path folder;

  private Path here;
  private Path there;
  private Path home;

  @BeforeEach
  void makeFolders() throws IOException {
    here = Files.createDirectories(folder.resolve("here")).toRealPath();
    there = Files.createDirectories(folder.resolve("there")).toRealPath();
    home = Files.createDirectories(folder.resolve("home")).toRealPath();
  }

  /** An executor of this name; its commands find the name in PLACE. */
  private ExecServer executor(String name, String... token) throws IOException {
    Sandbox sandbox = PlatformSandbox.builder().variables(Map.of()).build();
    ExecServer.Builder server = ExecServer.builder()
        .variables(Map.of("PATH", System.getenv("PATH"), "PLACE", name))
        .directory(there)
        .sandbox(new Sandbox() {
          @Override
          public void require(SandboxPolicy policy) {
            sandbox.require(policy);
          }

          @Override
          public RunningCommand start(Command command, SandboxPolicy policy) {
            started.add(name);
            RunningCommand one = sandbox.start(command, policy);
            running.add(one);
            return one;
          }

          @Override
          public FileAccess files(SandboxPolicy policy) {
            return sandbox.files(policy);
          }
        });
    return token.length == 0
        ? server.listen()
        : server.capabilityToken(token[0]).listen();
  }

  private int run(RecordingServer model, Map<String, String> variables, String... more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(Map.of("CODEX_HOME", home.toString(), "CODEX_API_KEY", "sk-test"));
    all.put("PATH", System.getenv("PATH"));
    List<String> arguments = new ArrayList<>(List.of(
        "exec",
        "--config",
        "openai_base_url=\"" + model.baseUrl() + "\"",
        "--model",
        "gpt-5.5",
        "--sandbox",
        "danger-full-access",
        "--config",
        "shell_environment_policy.inherit=\"all\""));
    arguments.addAll(Arrays.asList(more));
    arguments.add("do it");
    Surroundings surroundings = new Surroundings(
        all,
        here,
        InputStream.nullInputStream(),
        StandardInput.Kind.TERMINAL,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CodexMain(surroundings).run(arguments);
  }

  private static String output(RecordingServer model, int request) {
    JsonNode input = model.body(request).path("input");
    return input.path(input.size() - 1).path("output").asText();
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static String command(String script) {
    return RecordingServer.call("exec_command", Map.of("cmd", script));
  }

  private static RecordingServer commandAndPatch() {
    return RecordingServer.sending(
        command("echo $PLACE > ran; echo at $PLACE; pwd"),
        RecordingServer.patch(ADD),
        RecordingServer.message("done"));
  }

  @Test
  void theVariableSendsCommandsAndPatchesToTheExecutor() throws Exception {
    Files.createDirectory(there.resolve(".git"));
    try (ExecServer executor = executor("afar");
        RecordingServer model = commandAndPatch()) {
      int code = run(
          model,
          Map.of("CODEX_EXEC_SERVER_URL", executor.url().toString()),
          "--cd",
          there.toString());

      assertThat(code).as(errors()).isZero();
      assertThat(output(model, 1)).contains("exited with code 0", "at afar\n" + there + "\n");
      assertThat(output(model, 2)).contains("Success. Updated the following files:");
      assertThat(there.resolve("ran")).hasContent("afar");
      assertThat(there.resolve("added.txt")).hasContent("hello from afar");
      assertThat(here).isEmptyDirectory();
      assertThat(started).contains("afar");
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("done");
    }
  }

  @Test
  void theFileNamesTheExecutorAndTheOptionChoosesAnother() throws Exception {
    try (ExecServer one = executor("one");
        ExecServer two = executor("two", "sesame")) {
      Files.writeString(home.resolve("environments.toml"), """
          default = "one"
          include_local = false

          [[environments]]
          id = "one"
          url = "%s"

          [[environments]]
          id = "two"
          url = "%s"
          auth_bearer_token = "sesame"
          """.formatted(one.url(), two.url()));
      String[] options = {"--skip-git-repo-check", "--cd", there.toString()};
      try (RecordingServer model = commandAndPatch()) {
        assertThat(run(model, Map.of("CODEX_EXEC_SERVER_URL", "ws://127.0.0.1:1"), options))
            .as(errors())
            .isZero();
        assertThat(there.resolve("ran")).hasContent("one");
      }
      Files.delete(there.resolve("added.txt"));
      try (RecordingServer model = commandAndPatch()) {
        assertThat(run(
                model,
                Map.of(),
                "--environment",
                "two",
                "--skip-git-repo-check",
                "--cd",
                there.toString()))
            .as(errors())
            .isZero();
        assertThat(there.resolve("ran")).hasContent("two");
        assertThat(there.resolve("added.txt")).hasContent("hello from afar");
      }
      assertThat(here).isEmptyDirectory();
    }
  }

  @Test
  void anExecutorThatIsNotThereEndsTheRunBeforeTheModelIsAsked() throws Exception {
    try (RecordingServer model = commandAndPatch()) {
      int code = run(
          model,
          Map.of("CODEX_EXEC_SERVER_URL", "ws://127.0.0.1:1"),
          "--skip-git-repo-check",
          "--cd",
          there.toString());

      assertThat(code).isOne();
      assertThat(errors()).contains("Cannot reach ws://127.0.0.1:1");
      assertThat(model.requests()).isZero();
      assertThat(there).isEmptyDirectory();
      assertThat(here).isEmptyDirectory();
    }
  }

  @Test
  void aWrongTokenEndsTheRunAndIsNotShown() throws Exception {
    try (ExecServer executor = executor("guarded", "sesame");
        RecordingServer model = commandAndPatch()) {
      Files.writeString(home.resolve("environments.toml"), """
          default = "guarded"

          [[environments]]
          id = "guarded"
          url = "%s"
          auth_bearer_token = "open-barley"
          """.formatted(executor.url()));

      int code = run(model, Map.of(), "--skip-git-repo-check", "--cd", there.toString());

      assertThat(code).isOne();
      assertThat(errors()).contains("401").doesNotContain("open-barley");
      assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("open-barley");
      assertThat(model.requests()).isZero();
      assertThat(started).isEmpty();
      assertThat(there).isEmptyDirectory();
    }
  }

  @Test
  void anExecutorThatGoesAwayDuringTheTurnIsNotReplacedByThisMachine() throws Exception {
    Files.writeString(home.resolve("environments.toml"), """
        default = "child"

        [[environments]]
        id = "child"
        program = "%s"
        args = ["-cp", "%s", "%s", "exec-server", "--listen", "stdio"]
        initialize_timeout_sec = 60
        """.formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            CodexMain.class.getName()));
    try (RecordingServer model = RecordingServer.sending(
        command("echo first > ran"),
        command("echo second > ran"),
        RecordingServer.patch(ADD),
        RecordingServer.message("gave up"))) {
      model.before(1, RemoteTurnTest::killExecutor);

      int code = run(model, Map.of(), "--skip-git-repo-check", "--cd", there.toString());

      assertThat(output(model, 2)).contains("exec_command failed", "not run, here or there");
      assertThat(output(model, 3)).doesNotContain("Success");
      assertThat(there.resolve("ran")).hasContent("first");
      assertThat(there.resolve("added.txt")).doesNotExist();
      assertThat(here).isEmptyDirectory();
      assertThat(code).as("the model could still finish: " + errors()).isZero();
    }
  }

  private static void killExecutor() {
    List<ProcessHandle> executors = ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("exec-server"))
        .toList();
    assertThat(executors).hasSize(1);
    executors.forEach(executor -> {
      executor.destroyForcibly();
      executor.onExit().join();
    });
  }

  @Test
  void aFolderThatIsNoRepositoryThereIsNotTrustedForBeingOneHere() throws Exception {
    for (Path at = there; at != null; at = at.getParent()) {
      assumeThat(at.resolve(".git"))
          .as("temporary folders are in no repository")
          .doesNotExist();
    }
    Files.createDirectory(here.resolve(".git"));
    try (ExecServer executor = executor("afar");
        RecordingServer model = commandAndPatch()) {
      Map<String, String> variables =
          Map.of("CODEX_EXEC_SERVER_URL", executor.url().toString());

      int code = run(model, variables, "--cd", there.toString());

      assertThat(code).isOne();
      assertThat(errors()).contains("--skip-git-repo-check");
      assertThat(model.requests()).isZero();
    }
  }

  @Test
  void whatStillRunsThereEndsWithTheProgram() throws Exception {
    try (ExecServer executor = executor("afar");
        RecordingServer model = RecordingServer.sending(
            RecordingServer.call(
                "exec_command", Map.of("cmd", "exec sleep 1000", "yield_time_ms", 250)),
            RecordingServer.message("left it running"))) {
      int code = run(
          model,
          Map.of("CODEX_EXEC_SERVER_URL", executor.url().toString()),
          "--skip-git-repo-check",
          "--cd",
          there.toString());

      assertThat(code).as(errors()).isZero();
      for (RunningCommand one : running) {
        assertThat(one.waitFor(Duration.ofSeconds(20))).isPresent();
      }
    }
  }

  @Test
  void anEnvironmentThatNobodyKnowsIsNamedWithThoseThatAre() throws Exception {
    try (RecordingServer model = commandAndPatch();
        ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "ws://127.0.0.1:" + unused.getLocalPort();

      int code = run(
          model,
          Map.of("CODEX_EXEC_SERVER_URL", url),
          "--environment",
          "mars",
          "--skip-git-repo-check");

      assertThat(code).isOne();
      assertThat(errors()).contains("`mars`", "remote");
      assertThat(model.requests()).isZero();
    }
  }
}
