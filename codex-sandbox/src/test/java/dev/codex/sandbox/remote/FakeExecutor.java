package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codex.internal.rpc.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An executor in memory that keeps to the protocol: processes go on while nobody is attached, what
 * they wrote is kept, and a write that was seen before is not made again. Counts what it was asked
 * to do, so that nothing happens twice unnoticed.
 */
final class FakeExecutor {

  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, Integer> starts = new LinkedHashMap<>();
  final Map<String, FakeProcess> processes = new LinkedHashMap<>();
  final List<String> terminated = new CopyOnWriteArrayList<>();
  int sessions;
  private FakeLink attached;

  /** What the links do to frames. */
  interface Wire {

    /** Whether the link breaks instead of carrying this frame. */
    boolean breaksBefore();

    /** Whether the link breaks right after it carried this frame. */
    boolean breaksAfter();
  }

  /** A process: {@code lines N} prints lines, {@code cat} prints what it reads. */
  static final class FakeProcess {
    final List<JsonNode> kept = new ArrayList<>();
    final List<String> written = new ArrayList<>();
    final Set<String> writeIds = new HashSet<>();
    final boolean cat;
    int left;
    int line;
    long next = 1;
    boolean exited;
    boolean closed;

    FakeProcess(List<String> words) {
      cat = words.get(0).equals("cat");
      left = cat ? 0 : Integer.parseInt(words.get(1));
    }
  }

  synchronized Link connect(Wire wire, Link.Listener listener) {
    return new FakeLink(wire, listener);
  }

  /** Lets every process do one thing. */
  synchronized void tick() {
    processes.forEach((id, process) -> {
      if (process.left > 0) {
        process.left--;
        output(id, process, "line" + ++process.line + "\n");
      } else if (!process.cat && !process.exited) {
        exit(id, process, 0);
      }
    });
  }

  private void output(String id, FakeProcess process, String text) {
    ObjectNode chunk = JSON.createObjectNode();
    chunk.put("seq", process.next++);
    chunk.put("stream", "stdout");
    chunk.put("chunk", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    process.kept.add(chunk);
    ObjectNode params = chunk.deepCopy();
    params.put("processId", id);
    tell("process/output", params);
  }

  private void exit(String id, FakeProcess process, int code) {
    process.exited = true;
    ObjectNode exit = JSON.createObjectNode();
    exit.put("processId", id).put("seq", process.next++).put("exitCode", code);
    tell("process/exited", exit);
    process.closed = true;
    ObjectNode close = JSON.createObjectNode();
    close.put("processId", id).put("seq", process.next++);
    tell("process/closed", close);
  }

  private void tell(String method, ObjectNode params) {
    FakeLink link = attached;
    if (link != null) {
      ObjectNode message = JSON.createObjectNode();
      message.put("method", method);
      message.set("params", params);
      link.deliver(message);
    }
  }

  private ObjectNode answer(FakeLink link, JsonNode call) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set("id", call.path("id"));
    JsonNode params = call.path("params");
    String id = params.path("processId").asText();
    FakeProcess process = processes.get(id);
    switch (call.path("method").asText()) {
      case "initialize" -> initialize(link, params, answer);
      case "process/start" -> {
        starts.merge(id, 1, Integer::sum);
        List<String> words = new ArrayList<>();
        params.path("argv").forEach(word -> words.add(word.asText()));
        processes.put(id, new FakeProcess(words));
        answer.putObject("result").put("processId", id);
      }
      case "process/read" -> read(id, process, params, answer);
      case "process/write" -> {
        if (process.writeIds.add(params.path("writeId").asText())) {
          String text = new String(
              Base64.getDecoder().decode(params.path("chunk").asText()), StandardCharsets.UTF_8);
          process.written.add(text);
          output(id, process, text);
        }
        answer.putObject("result").put("status", "accepted");
      }
      case "process/closeStdin" -> {
        if (!process.exited) {
          exit(id, process, 0);
        }
        answer.putObject("result");
      }
      case "process/terminate" -> {
        terminated.add(id);
        answer.putObject("result").put("running", false);
      }
      default -> answer.putObject("error").put("code", -32601).put("message", "unknown");
    }
    return answer;
  }

  private void initialize(FakeLink link, JsonNode params, ObjectNode answer) {
    JsonNode resume = params.path("resumeSessionId");
    if (resume.isTextual() && !resume.asText().equals("session-" + sessions)) {
      answer.putObject("error").put("code", -32600).put("message", "unknown session id");
      return;
    }
    if (!resume.isTextual()) {
      sessions++;
      processes.clear();
    }
    attached = link;
    ObjectNode result = answer.putObject("result");
    result.put("sessionId", "session-" + sessions);
    result.putObject("environmentInfo").putObject("capabilities").put("processCloseStdin", true);
  }

  private void read(String id, FakeProcess process, JsonNode params, ObjectNode answer) {
    if (process == null) {
      answer.putObject("error").put("code", -32600).put("message", "unknown process id " + id);
      return;
    }
    ObjectNode result = answer.putObject("result");
    ArrayNode chunks = result.putArray("chunks");
    process.kept.stream()
        .filter(chunk -> chunk.path("seq").asLong() > params.path("afterSeq").asLong())
        .forEach(chunks::add);
    result.put("nextSeq", process.next).put("exited", process.exited);
    result.put("exitCode", process.exited ? 0 : null).put("closed", process.closed);
    result.putNull("failure");
  }

  /** One connection. */
  private final class FakeLink implements Link {
    private final Wire wire;
    private final Listener listener;
    private boolean broken;

    FakeLink(Wire wire, Listener listener) {
      this.wire = wire;
      this.listener = listener;
    }

    @Override
    public void send(byte[] message) throws IOException {
      synchronized (FakeExecutor.this) {
        if (broken) {
          throw new IOException("broken");
        }
        if (wire.breaksBefore()) {
          close();
          return;
        }
        boolean lastWords = wire.breaksAfter();
        JsonNode call = JSON.readTree(message);
        ObjectNode answer = call.has("id") ? answer(this, call) : null;
        if (lastWords) {
          close();
        } else if (answer != null) {
          deliver(answer);
        }
      }
    }

    void deliver(ObjectNode message) {
      if (broken) {
        return;
      }
      if (wire.breaksBefore()) {
        close();
        return;
      }
      boolean lastWords = wire.breaksAfter();
      listener.message(message.toString().getBytes(StandardCharsets.UTF_8));
      if (lastWords) {
        close();
      }
    }

    @Override
    public void close() {
      synchronized (FakeExecutor.this) {
        if (broken) {
          return;
        }
        broken = true;
        if (attached == this) {
          attached = null;
        }
      }
      listener.closed("cut");
    }
  }
}
