package dev.codex.sandbox.server;

import dev.codex.internal.json.Json;
import dev.codex.sandbox.protocol.PathUri;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Says what there is at this executor. */
final class EnvironmentMethods {

  /** What other executors than ours do not have stands last. */
  private static final List<String> CAPABILITIES = List.of(
      "fsWatchMissing",
      "fileWriteStreaming",
      "sandboxedFileStreaming",
      "processCloseStdin",
      "processOutputWindow",
      "processResize",
      "fsApplyEdits",
      "fsDiscard");

  private final Map<String, String> variables;
  private final Path directory;
  private final List<Path> temporaryFolders;

  EnvironmentMethods(Map<String, String> variables, Path directory, List<Path> temporaryFolders) {
    this.variables = variables;
    this.directory = directory;
    this.temporaryFolders = temporaryFolders;
  }

  Json.Writer info() {
    String shell = variables.getOrDefault("SHELL", "/bin/sh");
    String version = EnvironmentMethods.class.getPackage().getImplementationVersion();
    return json -> {
      json.writeStartObject();
      json.writeObjectFieldStart("shell");
      json.writeStringField("name", shell.substring(shell.lastIndexOf('/') + 1));
      json.writeStringField("path", shell);
      json.writeEndObject();
      json.writeStringField("executorVersion", "java-" + (version == null ? "dev" : version));
      json.writeStringField("cwd", PathUri.of(directory));
      if (variables.containsKey("HOME")) {
        json.writeStringField("userHomeDir", PathUri.of(Path.of(variables.get("HOME"))));
      }
      json.writeStringField("platformOs", operatingSystem());
      json.writeArrayFieldStart("temporaryDirectories");
      json.writeEndArray();
      if (!temporaryFolders.isEmpty()) {
        json.writeStringField("tempDir", PathUri.of(temporaryFolders.get(0)));
      }
      json.writeObjectFieldStart("capabilities");
      for (String capability : CAPABILITIES) {
        json.writeBooleanField(capability, true);
      }
      json.writeEndObject();
      json.writeEndObject();
    };
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name");
    if (name.startsWith("Mac")) {
      return "macos";
    }
    return name.startsWith("Windows") ? "windows" : "linux";
  }

  void handle(String method, Reply reply) throws Refusal {
    switch (method) {
      case "environment/info" -> reply.result(info());
      case "environment/status" ->
        reply.result(json -> {
          json.writeStartObject();
          json.writeStringField("status", "ready");
          json.writeEndObject();
        });
      default -> throw Methods.unknown(method);
    }
  }
}
