package dev.codex.sandbox.server;

import dev.codex.sandbox.protocol.ErrorCode;

/** Finds what does the work of a request. */
final class Methods {

  private final ProcessMethods processes;
  private final FileMethods files;
  private final HttpMethods http;
  private final EnvironmentMethods environment;

  Methods(
      ProcessMethods processes,
      FileMethods files,
      HttpMethods http,
      EnvironmentMethods environment) {
    this.processes = processes;
    this.files = files;
    this.http = http;
    this.environment = environment;
  }

  EnvironmentMethods environment() {
    return environment;
  }

  /** What kind of thing a method does, in the words of the protocol. */
  static String family(String method) {
    if (method.startsWith("process/")) {
      return "exec";
    }
    if (method.startsWith("fs/")) {
      return "filesystem";
    }
    if (method.startsWith("http/")) {
      return "http";
    }
    return method.equals("environment/status") ? "environment status" : "environment info";
  }

  void handle(ClientConnection client, String method, Params params, Reply reply) throws Refusal {
    switch (family(method)) {
      case "exec" -> processes.handle(client, method, params, reply);
      case "filesystem" -> files.handle(client, method, params, reply);
      case "http" -> http.handle(client, method, params, reply);
      default -> environment.handle(method, reply);
    }
  }

  static Refusal unknown(String method) {
    return new Refusal(
        ErrorCode.METHOD_NOT_FOUND, "exec-server stub does not implement `" + method + "` yet");
  }
}
