package dev.codex.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.protocol.PolicyCodec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** The methods about processes. */
final class ProcessMethods {

  private static final String MANAGED_NETWORK =
      "sandbox unavailable: this executor has no managed network";

  private final Sandbox sandbox;
  private final Map<String, String> variables;
  private final List<Path> temporaryFolders;
  private final ServerLimits limits;
  private final Executor threads;

  ProcessMethods(
      Sandbox sandbox,
      Map<String, String> variables,
      List<Path> temporaryFolders,
      ServerLimits limits,
      Executor threads) {
    this.sandbox = sandbox;
    this.variables = Map.copyOf(variables);
    this.temporaryFolders = List.copyOf(temporaryFolders);
    this.limits = limits;
    this.threads = threads;
  }

  void handle(ClientConnection client, String method, Params params, Reply reply) throws Refusal {
    ServerSession session = client.session();
    switch (method) {
      case "process/start" -> start(session, params, reply);
      case "process/read" -> read(session, params, reply);
      case "process/write" -> write(session, params, reply);
      case "process/closeStdin" -> {
        need(session, params).input().close();
        reply.result(Reply.EMPTY);
      }
      case "process/signal" -> signal(session, params, reply);
      case "process/resize" -> {
        need(session, params).command().resize(size(params.json()));
        reply.result(Reply.EMPTY);
      }
      case "process/outputWindow" -> {
        long bytes =
            params.number("bytes").orElseThrow(() -> Refusal.params("missing field `bytes`"));
        need(session, params).window().limit(bytes);
        reply.result(Reply.EMPTY);
      }
      case "process/terminate" -> terminate(session, params, reply);
      default -> throw Methods.unknown(method);
    }
  }

  private void start(ServerSession session, Params params, Reply reply) throws Refusal {
    String id = params.text("processId");
    boolean tty = params.flag("tty");
    Command command = command(params, tty);
    check(session, params, command);
    SandboxPolicy policy = policy(params);
    ServerProcess process = new ServerProcess(
        id,
        new ServerProcess.Start(
            tty ? "pty" : "stdout",
            tty || params.flagOr("pipeStdin", false),
            limits.retainedOutputBytes()),
        run(command, policy),
        session::send);
    session.processes().put(id, process);
    boolean confined = !(policy instanceof SandboxPolicy.DangerFullAccess);
    reply.result(json -> {
      json.writeStartObject();
      json.writeStringField("processId", id);
      json.writeStringField("sandboxType", confined ? "linuxSeccomp" : "none");
      json.writeEndObject();
    });
    process.follow(threads);
  }

  private Command command(Params params, boolean tty) throws Refusal {
    Command.Builder command = Command.builder()
        .words(params.texts("argv"))
        .workingDirectory(params.path("cwd"))
        .environment(environment(params))
        .terminal(tty ? Optional.of(size(params)) : Optional.empty());
    try {
      return command.build();
    } catch (ToolException e) {
      throw Refusal.params(String.valueOf(e.getMessage()));
    }
  }

  private void check(ServerSession session, Params params, Command command) throws Refusal {
    if (command.words().isEmpty()) {
      throw Refusal.params("argv must not be empty");
    }
    String id = params.text("processId");
    if (session.processes().containsKey(id)) {
      throw Refusal.request("process " + id + " already exists");
    }
    if (session.processes().size() >= limits.maxProcesses()) {
      throw Refusal.internal("this session has as many processes as it may, "
          + limits.maxProcesses() + "; terminate some first");
    }
    if (params.has("arg0") && !params.text("arg0").equals(command.words().get(0))) {
      throw Refusal.internal("this executor cannot give a program another name than its own");
    }
    if (params.flagOr("enforceManagedNetwork", false)) {
      throw Refusal.internal(MANAGED_NETWORK);
    }
  }

  private static TerminalSize size(Params params) throws Refusal {
    return params.has("terminalSize")
        ? size(params.json().path("terminalSize"))
        : TerminalSize.STANDARD;
  }

  private static TerminalSize size(JsonNode json) throws Refusal {
    try {
      return new TerminalSize(json.path("columns").asInt(), json.path("rows").asInt());
    } catch (IllegalArgumentException e) {
      throw Refusal.params(String.valueOf(e.getMessage()));
    }
  }

  private static void signal(ServerSession session, Params params, Reply reply) throws Refusal {
    String signal = params.text("signal");
    if (!signal.equals("interrupt")) {
      throw Refusal.params("unknown variant `" + signal + "`, expected `interrupt`");
    }
    ServerProcess process = session.processes().get(params.text("processId"));
    if (process != null) {
      process.command().interrupt();
    }
    reply.result(Reply.EMPTY);
  }

  private RunningCommand run(Command command, SandboxPolicy policy) throws Refusal {
    try {
      return sandbox.start(command, policy);
    } catch (SandboxUnavailableException e) {
      throw Refusal.internal("sandbox unavailable: " + e.getMessage());
    } catch (ToolException e) {
      throw Refusal.internal(String.valueOf(e.getMessage()));
    }
  }

  private SandboxPolicy policy(Params params) throws Refusal {
    try {
      return PolicyCodec.read(params.json().path("sandbox"), temporaryFolders);
    } catch (SandboxUnavailableException e) {
      throw Refusal.internal("sandbox unavailable: " + e.getMessage());
    }
  }

  private Map<String, String> environment(Params params) throws Refusal {
    Map<String, String> result = new HashMap<>();
    if (params.has("envPolicy")) {
      result.putAll(environmentPolicy(params.object("envPolicy")).apply(variables));
    }
    result.putAll(params.map("env"));
    result.remove("");
    return result;
  }

  private static EnvironmentPolicy environmentPolicy(Params params) throws Refusal {
    String inherit = params.textOr("inherit", "all").toUpperCase(Locale.ROOT);
    try {
      return EnvironmentPolicy.builder()
          .inherit(EnvironmentPolicy.Inherit.valueOf(inherit))
          .secrets(
              params.flagOr("ignoreDefaultExcludes", false)
                  ? EnvironmentPolicy.Secrets.INHERITED
                  : EnvironmentPolicy.Secrets.KEPT_BACK)
          .exclude(params.has("exclude") ? params.texts("exclude") : List.of())
          .set(params.has("set") ? params.map("set") : Map.of())
          .includeOnly(params.has("includeOnly") ? params.texts("includeOnly") : List.of())
          .quiet(EnvironmentPolicy.Quiet.LEFT_OUT)
          .build();
    } catch (IllegalArgumentException e) {
      throw Refusal.params("unknown variant `" + params.textOr("inherit", "")
          + "`, expected one of `all`, `core`, `none`");
    }
  }

  private static ServerProcess need(ServerSession session, Params params) throws Refusal {
    String id = params.text("processId");
    ServerProcess process = session.processes().get(id);
    if (process == null) {
      throw Refusal.request("unknown process id " + id);
    }
    return process;
  }

  private void read(ServerSession session, Params params, Reply reply) throws Refusal {
    ServerProcess process = need(session, params);
    long after = params.number("afterSeq").orElse(0);
    OptionalLong max = params.number("maxBytes");
    long wait = params.number("waitMs").orElse(0);
    ServerProcess.OptionalLimit limit =
        new ServerProcess.OptionalLimit(max.isPresent(), max.orElse(Long.MAX_VALUE));
    if (wait == 0) {
      reply.result(process.read(after, limit));
      return;
    }
    threads.execute(() -> {
      try {
        process.await(after, wait);
        reply.result(process.read(after, limit));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static void write(ServerSession session, Params params, Reply reply) throws Refusal {
    byte[] chunk = params.bytes("chunk");
    String writeId = params.text("writeId");
    if (writeId.isEmpty()) {
      throw Refusal.params("writeId must not be empty");
    }
    ServerProcess process = session.processes().get(params.text("processId"));
    if (process == null) {
      status(reply, "unknownProcess");
    } else if (!process.isNewWrite(writeId)) {
      status(reply, "accepted");
    } else if (!process.input().write(chunk, () -> status(reply, "accepted"))) {
      status(reply, "stdinClosed");
    }
  }

  private static void status(Reply reply, String status) {
    reply.result(json -> {
      json.writeStartObject();
      json.writeStringField("status", status);
      json.writeEndObject();
    });
  }

  private void terminate(ServerSession session, Params params, Reply reply) throws Refusal {
    ServerProcess process = session.processes().get(params.text("processId"));
    boolean running = process != null && process.isRunning();
    if (process != null) {
      process.window().end();
      threads.execute(process.command()::kill);
    }
    reply.result(json -> {
      json.writeStartObject();
      json.writeBooleanField("running", running);
      json.writeEndObject();
    });
  }
}
