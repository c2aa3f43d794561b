package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigErrorsTest {

  @TempDir
  Path home;

  @Test
  void brokenTomlIsNamedWithLineAndColumn() {
    assertRefused("model = \"m\"\n\nx = = 1\n", "FILE:3:5: this is not TOML: ");
  }

  @Test
  void aWrongTypeIsNamedWithKeyValueAndWhatIsExpected() {
    assertRefused(
        "model = \"m\"\n  model_context_window = \"big\"\n",
        "FILE:2:3: model_context_window is \"big\"; expected an integer.");
  }

  @Test
  void theChatWireIsRefused() {
    assertRefused(
        "[model_providers.fake]\nbase_url = \"http://h\"\nwire_api = \"chat\"\n",
        "FILE:3:1: model_providers.fake.wire_api is \"chat\"; expected \"responses\". Codex gave up"
            + " its chat wire (discussion 7782 of openai/codex): write wire_api = \"responses\".");
  }

  @Test
  void theOldProfileKeyIsRefused() {
    assertRefused(
        "profile = \"fast\"\n[profiles.fast]\nmodel = \"m\"\n",
        "FILE:1:1: `profile` is \"fast\", but profiles are files of their own now: put the settings"
            + " into fast.config.toml beside config.toml and pass -p fast.");
  }

  @Test
  void anUnknownModeNamesTheKnownOnes() {
    assertRefused(
        "sandbox_mode = \"open\"\n",
        "FILE:1:1: sandbox_mode is \"open\"; expected \"read-only\", \"workspace-write\","
            + " \"danger-full-access\".");
  }

  @Test
  void aTextWhereATableBelongsIsRefused() {
    assertRefused(
        "model_providers = \"openai\"\n",
        "FILE:1:1: model_providers is \"openai\"; expected a table.");
  }

  @Test
  void aTableWhereATextBelongsIsRefused() {
    assertRefused("[model]\nname = \"m\"\n", "FILE:1:1: model is a table; expected a text.");
  }

  @Test
  void aSecretOfTheWrongTypeIsNotShown() {
    assertRefused(
        "[model_providers.p]\nexperimental_bearer_token = 12345\n",
        "FILE:2:1: model_providers.p.experimental_bearer_token is not of the right type; expected a"
            + " text.");
  }

  @Test
  void anOverrideOfTheWrongTypeIsNamedAsGiven() {
    assertThatThrownBy(
            () -> Config.builder().addOverride("model_context_window=big").build())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "-c model_context_window: model_context_window is \"big\"; expected an integer.");
  }

  @Test
  void anOverrideWithoutASignIsRefused() {
    assertThatThrownBy(() -> Config.builder().addOverride("model"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("The override 'model' is not of the form key=value, as in model=\"gpt-5.5\".");
  }

  @Test
  void anUnknownProviderNamesTheKnownOnes() {
    Config config = Config.builder()
        .addOverride("model_provider=nope")
        .addOverride("model_providers.mine.base_url=\"http://h\"")
        .build();

    assertThatThrownBy(config::provider)
        .isInstanceOf(ConfigException.class)
        .hasMessage("Model provider `nope` not found; there are openai, ollama, lmstudio, mine. Add"
            + " [model_providers.nope] to config.toml.");
  }

  @Test
  void aProviderWithoutAnAddressIsRefused() {
    Config config = Config.builder().addOverride("model_providers.mine.name=x").build();

    assertThatThrownBy(() -> config.provider("mine"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "model_providers.mine has no base_url. Set it to the address up to the version, such as"
                + " \"https://host/v1\".");
  }

  @Test
  void aNegativeCountIsRefused() {
    Config config = Config.builder()
        .addOverride("model_providers.m={base_url=\"http://h\", stream_max_retries=-1}")
        .build();

    assertThatThrownBy(() -> config.provider("m"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("model_providers.m.stream_max_retries is -1; expected 0 or more.");
  }

  @Test
  void anUnsupportedApprovalPolicyIsRefusedWhenItIsReadForUse() {
    Config config = Config.builder().addOverride("approval_policy=sometimes").build();

    assertThatThrownBy(config::approvalPolicy)
        .isInstanceOf(ConfigException.class)
        .hasMessage("-c approval_policy: approval_policy is \"sometimes\"; expected \"untrusted\","
            + " \"on-request\", \"on-failure\" or \"never\".");
  }

  @Test
  void anUnknownKeyIsReportedAndHasNoEffect() throws IOException {
    write("no_such_key = 1\n[features]\nanything = true\n");

    assertThat(Config.builder().addHome(home).build().notices())
        .containsExactly(new ConfigNotice(
            ConfigNotice.Kind.UNKNOWN_KEY,
            "1 unrecognized configuration setting in FILE without effect: `no_such_key`. Is it"
                    .replace("FILE", home.resolve("config.toml").toString())
                + " spelled right?"));
  }

  @Test
  void anUnknownKeyIsRefusedWhenThatIsAskedFor() throws IOException {
    write("model = \"m\"\n[model_providers.p]\nbase = \"x\"\n");

    assertThatThrownBy(
            () -> Config.builder().addHome(home).unknownKeys(UnknownKeys.REFUSE).build())
        .isInstanceOf(ConfigException.class)
        .hasMessage(home.resolve("config.toml")
            + ":3:1: unknown configuration field `model_providers.p.base`. Take it out, or"
            + " correct its name.");
  }

  @Test
  void aProfileNameCannotLeaveTheFolder() {
    assertThatThrownBy(() -> Config.builder().addProfile(home, "../x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("The profile is called '../x'; use letters, digits, hyphen and underscore.");
  }

  private void assertRefused(String toml, String message) {
    assertThatThrownBy(() -> {
          write(toml);
          Config.builder().addHome(home).build();
        })
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            message.replace("FILE", home.resolve("config.toml").toString()));
  }

  private void write(String toml) throws IOException {
    Files.writeString(home.resolve("config.toml"), toml);
  }
}
