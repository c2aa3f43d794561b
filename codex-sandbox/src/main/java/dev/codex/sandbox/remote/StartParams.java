package dev.codex.sandbox.remote;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.exec.Command;
import dev.codex.exec.TerminalSize;
import dev.codex.internal.json.Json;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.protocol.PathUri;
import dev.codex.sandbox.protocol.PolicyCodec;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of {@code process/start}. */
record StartParams(
    String processId, Command command, SandboxPolicy policy, EnvironmentPolicy environment) {

  /**
   * As JSON.
   *
   * @param pipesInput whether the executor can end a piped input
   */
  Json.Writer writer(boolean pipesInput) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("processId", processId);
      texts(json, "argv", command.words());
      json.writeStringField("cwd", PathUri.of(command.workingDirectory()));
      environmentPolicy(json);
      map(json, "env", variables());
      json.writeBooleanField("tty", command.terminal().isPresent());
      if (command.terminal().isPresent()) {
        TerminalSize size = command.terminal().get();
        json.writeObjectFieldStart("terminalSize"); // heard only by our own executors
        json.writeNumberField("columns", size.columns());
        json.writeNumberField("rows", size.rows());
        json.writeEndObject();
      }
      json.writeBooleanField("pipeStdin", pipesInput);
      json.writeNullField("arg0");
      json.writeFieldName("sandbox");
      PolicyCodec.write(policy, command.workingDirectory(), json);
      json.writeBooleanField("enforceManagedNetwork", false);
      json.writeNullField("managedNetwork");
      json.writeEndObject();
    };
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>(environment.apply(Map.of()));
    variables.putAll(command.environment());
    if (policy.network() == NetworkAccess.OFF) {
      variables.put("CODEX_SANDBOX_NETWORK_DISABLED", "1");
    }
    return variables;
  }

  private void environmentPolicy(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("envPolicy");
    json.writeStringField("inherit", environment.inherit().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField(
        "ignoreDefaultExcludes", environment.secrets() == EnvironmentPolicy.Secrets.INHERITED);
    texts(json, "exclude", environment.exclude());
    map(json, "set", environment.set());
    texts(json, "includeOnly", environment.includeOnly());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, Collection<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void map(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
