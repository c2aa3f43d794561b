package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.environment.Environments;
import dev.codex.sandbox.environment.RoutedSandbox;
import dev.codex.sandbox.remote.RemoteSandbox;
import dev.codex.sandbox.server.ExecServer;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent whose model chooses between two executors, call by call. */
class SeveralExecutorsTest {

  @TempDir
  private Path folder;

  private final ScriptedModel model = new ScriptedModel();
  private final List<RemoteSandbox> opened = new ArrayList<>();
  private Path app;
  private Path data;
  private ExecServer appServer;
  private ExecServer dataServer;

  @BeforeEach
  void listen() throws IOException {
    app = Files.createDirectories(folder.resolve("app")).toRealPath();
    data = Files.createDirectories(folder.resolve("data")).toRealPath();
    appServer = server("the app's");
    dataServer = server("the data's");
  }

  private static ExecServer server(String name) throws IOException {
    return ExecServer.builder()
        .variables(Map.of("PATH", System.getenv("PATH"), "PLACE", name))
        .listen();
  }

  @AfterEach
  void close() {
    opened.forEach(RemoteSandbox::close);
    appServer.close();
    dataServer.close();
  }

  /** As environments.toml has them; the first one holds the workspace. */
  private Agent agent() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        home.resolve("environments.toml"), """
        default = "app"

        [[environments]]
        id = "app"
        url = "%s"

        [[environments]]
        id = "data"
        url = "%s"
        """.formatted(appServer.url(), dataServer.url()));
    Environments environments = Environments.of(Map.of(), home);
    EnvironmentPolicy policy =
        EnvironmentPolicy.builder().inherit(EnvironmentPolicy.Inherit.ALL).build();
    opened.add(environments.open("app", policy));
    opened.add(environments.open("data", policy));
    Map<String, Path> directories = new LinkedHashMap<>();
    directories.put("app", app);
    directories.put("data", data);
    return Agent.builder()
        .model(model)
        .workspace(app)
        .tools(CodingTools.builder().environments(directories).build())
        .sandbox(
            RoutedSandbox.builder(app, opened.get(0)).add(data, opened.get(1)).build())
        .sandboxPolicy(SandboxPolicy.dangerFullAccess())
        .build();
  }

  private ScriptedModel command(String environment, String script) {
    return model.enqueueToolCall("exec_command", """
        {"cmd":"%s","environment_id":"%s"}""".formatted(script, environment));
  }

  private List<String> outputs() {
    List<RecordedRequest> requests = model.requests();
    return List.copyOf(requests.get(requests.size() - 1).toolOutputs().values());
  }

  @Test
  void theModelChoosesWhereEachCommandRuns() throws IOException {
    command("data", "pwd; echo $PLACE");
    command("app", "pwd; echo $PLACE");
    model.enqueueToolCall("exec_command", "{\"cmd\":\"pwd; echo $PLACE\"}");
    model.enqueueToolCall(
        "exec_command", "{\"cmd\":\"pwd\",\"environment_id\":\"data\",\"workdir\":\"..\"}");
    command("moon", "touch moon");
    model.enqueueMessage("done");

    agent().run("Look around");

    assertThat(outputs().get(0)).endsWith("\n" + data + "\nthe data's\n");
    assertThat(outputs().get(1)).endsWith("\n" + app + "\nthe app's\n");
    assertThat(outputs().get(2)).endsWith("\n" + app + "\nthe app's\n");
    assertThat(outputs().get(4)).contains("no environment `moon`", "app, data");
    assertThat(app.resolve("moon")).doesNotExist();
    assertThat(data.resolve("moon")).doesNotExist();
  }

  @Test
  void patchesGoWhereTheyAreMeantToGo() throws IOException {
    model.enqueueFreeformCall("apply_patch", """
        *** Begin Patch
        *** Environment ID: data
        *** Add File: there.txt
        +over there
        *** End Patch
        """);
    model.enqueueFreeformCall("apply_patch", """
        *** Begin Patch
        *** Add File: here.txt
        +right here
        *** End Patch
        """);
    model.enqueueFreeformCall("apply_patch", """
        *** Begin Patch
        *** Environment ID: moon
        *** Add File: nowhere.txt
        +lost
        *** End Patch
        """);
    command(
        "data",
        "apply_patch <<'EOF'\\n*** Begin Patch\\n*** Add File: shell.txt\\n+by shell\\n"
            + "*** End Patch\\nEOF");
    model.enqueueMessage("done");

    agent().run("Write");

    assertThat(data.resolve("there.txt")).hasContent("over there");
    assertThat(app.resolve("here.txt")).hasContent("right here");
    assertThat(data.resolve("shell.txt")).hasContent("by shell");
    assertThat(outputs().get(2)).contains("no environment `moon`");
    assertThat(app).isDirectoryNotContaining("glob:**/{there,nowhere,shell}.txt");
    assertThat(data).isDirectoryNotContaining("glob:**/{here,nowhere}.txt");
  }

  @Test
  void onePlaceThatIsGoneIsNotReplacedByTheOther() throws IOException {
    dataServer.close();
    command("data", "touch ran");
    command("app", "touch ran");
    model.enqueueMessage("done");

    agent().run("Try");

    assertThat(outputs().get(0)).contains("not run, here or there");
    assertThat(data).isEmptyDirectory();
    assertThat(app.resolve("ran")).exists();
  }

  @Test
  void theModelIsToldOfItsChoice() throws IOException {
    model.enqueueMessage("hello");

    agent().run("Hello");

    List<ToolSpec> tools = model.takeRequest().request().tools();
    assertThat(tools).anySatisfy(tool -> {
      assertThat(tool).isInstanceOf(ToolSpec.Function.class);
      assertThat(((ToolSpec.Function) tool).parameters())
          .contains("\"environment_id\":{\"type\":\"string\",\"enum\":[\"app\",\"data\"]")
          .contains("`data` begins in " + data);
    });
    assertThat(tools).anySatisfy(tool -> {
      assertThat(tool).isInstanceOf(ToolSpec.Freeform.class);
      assertThat(((ToolSpec.Freeform) tool).description()).contains("*** Environment ID: {id}");
      assertThat(((ToolSpec.Freeform) tool).grammar())
          .contains("begin_patch environment? hunk+", "environment: \"*** Environment ID: \"");
    });
  }
}
