package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import dev.codex.model.ModelSettings;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

  @TempDir
  Path home;

  @Test
  void anEmptyConfigurationChoosesOpenAi() {
    Config config = Config.empty();

    assertThat(config.provider())
        .isEqualTo(ProviderConfig.builder()
            .id("openai")
            .name("OpenAI")
            .baseUrl("https://api.openai.com/v1")
            .requiresOpenAiAuth(true)
            .build());
    assertThat(config.model()).isEmpty();
    assertThat(config.namesProvider()).isFalse();
    assertThat(config.approvalPolicy()).isEmpty();
    assertThat(config.sandboxPolicy(home)).isEmpty();
  }

  @Test
  void aMissingFileIsAnEmptyLayer() {
    assertThat(Config.builder().addHome(home).addProfile(home, "fast").build().model())
        .isEmpty();
  }

  @Test
  void overridesWinOverTheProfileWhichWinsOverTheFile() throws IOException {
    write("config.toml", "model = \"a\"\nmodel_verbosity = \"low\"\nservice_tier = \"flex\"\n");
    write("fast.config.toml", "model = \"b\"\nmodel_verbosity = \"medium\"\n");

    Config config = Config.builder()
        .addOverride("model=c")
        .addHome(home)
        .addProfile(home, "fast")
        .build();

    assertThat(config.model()).contains("c");
    assertThat(config.modelSettings())
        .isEqualTo(
            ModelSettings.builder().verbosity("medium").serviceTier("flex").build());
  }

  @Test
  void tablesMergeAndListsReplace() throws IOException {
    write("config.toml", """
        notify = ["a", "b"]
        [shell_environment_policy]
        inherit = "core"
        [shell_environment_policy.set]
        A = "1"
        B = "2"
        """);

    Config config = Config.builder()
        .addHome(home)
        .addOverride("notify=[\"c\"]")
        .addOverride("shell_environment_policy.set.C=\"4\"")
        .addOverride("shell_environment_policy.set.B=\"3\"")
        .addOverride("shell_environment_policy.exclude=['X*']")
        .unknownKeys(UnknownKeys.REFUSE)
        .build();

    assertThat(config.texts("notify")).containsExactly("c");
    assertThat(config.shellEnvironment())
        .isEqualTo(ShellEnvironment.builder()
            .inherit(ShellEnvironment.Inherit.CORE)
            .exclude(List.of("X*"))
            .set(Map.of("A", "1", "B", "3", "C", "4"))
            .build());
  }

  @Test
  void aProviderIsReadWithEverythingItCanSay() throws IOException {
    write("config.toml", """
        model_provider = "my gateway"
        [model_providers."my gateway"]
        name = "Gateway"
        base_url = "http://127.0.0.1:1/v1"
        env_key = "GATE_KEY"
        env_key_instructions = "Ask Ann."
        experimental_bearer_token = "sk-1"
        wire_api = "responses"
        request_max_retries = 2
        stream_max_retries = 1000
        stream_idle_timeout_ms = 1500
        http_headers = { X-Static = "s" }
        env_http_headers = { X-Env = "HEADER", X-Unset = "NOPE" }
        query_params = { api-version = "1" }
        """);

    ProviderConfig provider = Config.builder().addHome(home).build().provider();

    assertThat(provider)
        .isEqualTo(ProviderConfig.builder()
            .id("my gateway")
            .name("Gateway")
            .baseUrl("http://127.0.0.1:1/v1")
            .envKey("GATE_KEY")
            .envKeyInstructions("Ask Ann.")
            .bearerToken("sk-1")
            .requestRetries(2)
            .streamRetries(OptionalInt.of(100))
            .streamIdleTimeout(Duration.ofMillis(1500))
            .putHttpHeaders("X-Static", "s")
            .putEnvHttpHeaders("X-Env", "HEADER")
            .putEnvHttpHeaders("X-Unset", "NOPE")
            .putQueryParameters("api-version", "1")
            .build());
    assertThat(provider.headers(Map.of("HEADER", "e")))
        .isEqualTo(Map.of("X-Static", "s", "X-Env", "e"));
    assertThat(provider.apiKey(Map.of("GATE_KEY", "k"))).contains("k");
    assertThat(provider.toString()).doesNotContain("sk-1");
    assertThatThrownBy(() -> provider.apiKey(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Missing environment variable: `GATE_KEY`. Ask Ann.");
    ProviderConfig terse =
        provider.toBuilder().envKeyInstructions(Optional.empty()).build();
    assertThatThrownBy(() -> terse.apiKey(Map.of()))
        .hasMessage("Missing environment variable: `GATE_KEY`.");
  }

  @Test
  void theBearerTokenIsTheKeyWhereNoVariableIsNamed() {
    ProviderConfig provider = Config.builder()
        .addOverride("model_providers.p={base_url=\"http://h/v1\",experimental_bearer_token=\"t\"}")
        .build()
        .provider("p");

    assertThat(provider.apiKey(Map.of())).contains("t");
  }

  @Test
  void openAiCanBePointedElsewhere() {
    Config config =
        Config.builder().addOverride("openai_base_url=\"http://h/v1\"").build();

    assertThat(config.provider().baseUrl()).contains("http://h/v1");
    assertThat(config.namesProvider()).isTrue();
  }

  @Test
  void workspaceWriteTakesItsDetailsFromTheTable() throws IOException {
    write("config.toml", """
        approval_policy = "on-request"
        sandbox_mode = "workspace-write"
        [sandbox_workspace_write]
        writable_roots = ["/second", "third"]
        network_access = true
        exclude_slash_tmp = true
        """);

    Config config = Config.builder().addHome(home).build();

    assertThat(config.approvalPolicy()).contains(ApprovalPolicy.ON_REQUEST);
    assertThat(config.sandboxPolicy(Path.of("/work")))
        .contains(new WorkspaceWrite(
            List.of(Path.of("/work"), Path.of("/second"), home.resolve("third")),
            NetworkAccess.ON,
            TempFolders.READ_ONLY));
    assertThat(config.sandboxPolicy("read-only", home)).isEqualTo(SandboxPolicy.readOnly());
  }

  @Test
  void aPathIsRelativeToTheFileThatSaysIt() throws IOException {
    write("config.toml", "model_instructions_file = \"prompts/base.md\"");

    Config config = Config.builder().addHome(home).build();

    assertThat(config.path("model_instructions_file")).contains(home.resolve("prompts/base.md"));
  }

  @Test
  void numbersAndFlagsAreTyped() {
    Config config = Config.builder()
        .addText("test", "tool_output_token_limit = 50\nhide_agent_reasoning = true")
        .build();

    assertThat(config.integer("tool_output_token_limit")).hasValue(50);
    assertThat(config.flag("hide_agent_reasoning")).isEqualTo(Optional.of(true));
    assertThat(config.flag("show_raw_agent_reasoning")).isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), text);
  }
}
