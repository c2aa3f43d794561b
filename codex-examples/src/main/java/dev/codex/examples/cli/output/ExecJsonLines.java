package dev.codex.examples.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.error.ModelFailure;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.Notice;
import dev.codex.event.Retrying;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.event.TurnStarted;
import dev.codex.event.UsageUpdated;
import dev.codex.item.AgentMessage;
import dev.codex.item.ChangedFile;
import dev.codex.item.CommandExecution;
import dev.codex.item.Content;
import dev.codex.item.FileChange;
import dev.codex.item.Item;
import dev.codex.item.Plan;
import dev.codex.item.Reasoning;
import dev.codex.item.WebSearchCall;
import dev.codex.item.WorkStatus;
import dev.codex.model.Usage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the events of a session into the JSON lines of {@code codex exec --json}. Items are
 * numbered in the order in which they first appear; what Codex has no line for gives none.
 */
final class ExecJsonLines {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> names = new HashMap<>();
  private int items;
  private final TodoLines todo = new TodoLines(this::nextName);
  private Optional<Usage> sessionUsage = Optional.empty();

  String threadStarted(String sessionId) {
    return line("thread.started", json -> json.writeStringField("thread_id", sessionId));
  }

  /** A warning that belongs to no turn. */
  String warning(String message) {
    return item("item.completed", nextName(), "error", json -> text(json, "message", message));
  }

  List<String> failure(String message) {
    String error = line("error", json -> text(json, "message", message));
    String failed = line("turn.failed", json -> {
      json.writeObjectFieldStart("error");
      text(json, "message", message);
      json.writeEndObject();
    });
    List<String> lines = new ArrayList<>(List.of(error));
    lines.addAll(todo.finished());
    lines.add(failed);
    return lines;
  }

  /** The lines for one event, in order. */
  List<String> lines(Event event) {
    if (event instanceof TurnStarted) {
      return List.of(line("turn.started", json -> {}));
    } else if (event instanceof ItemStarted started) {
      return item("item.started", started.item());
    } else if (event instanceof ItemCompleted completed) {
      return item("item.completed", completed.item());
    } else if (event instanceof Notice notice) {
      return List.of(warning(notice.message()));
    } else if (event instanceof Retrying retrying) {
      return List.of(line("error", json -> text(json, "message", reconnecting(retrying))));
    } else if (event instanceof UsageUpdated updated) {
      sessionUsage = Optional.of(updated.session());
    } else if (event instanceof TurnCompleted completed) {
      List<String> lines = new ArrayList<>(todo.finished());
      lines.add(completed(sessionUsage.orElse(completed.usage())));
      return lines;
    } else if (event instanceof TurnFailed failed) {
      return failure(failed.message());
    }
    return List.of();
  }

  private static String reconnecting(Retrying retrying) {
    boolean countless =
        retrying.failure().kind() == ModelFailure.Kind.CONNECTION && retrying.maxAttempts() <= 0;
    String which =
        countless ? "waiting for network" : retrying.attempt() + "/" + retrying.maxAttempts();
    return "Reconnecting... " + which + " (" + retrying.failure().message() + ")";
  }

  private static String completed(Usage usage) {
    return line("turn.completed", json -> {
      json.writeObjectFieldStart("usage");
      json.writeNumberField("input_tokens", usage.inputTokens());
      json.writeNumberField("cached_input_tokens", usage.cachedInputTokens());
      json.writeNumberField("cache_write_input_tokens", usage.cacheWriteInputTokens());
      json.writeNumberField("output_tokens", usage.outputTokens());
      json.writeNumberField("reasoning_output_tokens", usage.reasoningOutputTokens());
      json.writeEndObject();
    });
  }

  private List<String> item(String event, Item item) {
    boolean done = event.equals("item.completed");
    if (item instanceof AgentMessage message) {
      boolean says = message.content().isEmpty()
          || message.content().stream().anyMatch(Content.Text.class::isInstance);
      return done && says
          ? List.of(
              item(event, nextName(), "agent_message", json -> text(json, "text", message.text())))
          : List.of();
    } else if (item instanceof Reasoning reasoning) {
      String text = String.join("\n", reasoning.summary());
      return done && !text.isBlank()
          ? List.of(item(event, nextName(), "reasoning", json -> text(json, "text", text)))
          : List.of();
    } else if (item instanceof CommandExecution command) {
      if (done && command.status() == WorkStatus.IN_PROGRESS) {
        return List.of(); // it goes on, which Codex says by saying nothing
      }
      return List.of(item(event, name(item), "command_execution", json -> command(json, command)));
    } else if (item instanceof FileChange change) {
      return List.of(item(event, name(item), "file_change", json -> change(json, change)));
    } else if (item instanceof Plan plan) {
      return done ? List.of(todo.updated(plan)) : List.of();
    } else if (item instanceof WebSearchCall search) {
      return search(search, done);
    }
    return List.of();
  }

  /**
   * Not every server announces a search; a line that it began is there all the same. As in Codex, a
   * search uses a number up and then goes by the provider's id.
   */
  private List<String> search(WebSearchCall search, boolean done) {
    List<String> lines = new ArrayList<>();
    boolean announced = done && names.containsKey(search.id());
    String number = name(search);
    String name = search.id().isEmpty() ? number : search.id();
    if (!announced) {
      lines.add(item("item.started", name, "web_search", json -> search(json, search)));
    }
    if (done) {
      lines.add(item("item.completed", name, "web_search", json -> search(json, search)));
    }
    return lines;
  }

  private static void search(JsonGenerator json, WebSearchCall search) throws IOException {
    text(json, "query", search.query());
    json.writeFieldName("action");
    json.writeRawValue(search.action().equals("{}") ? "{\"type\":\"other\"}" : search.action());
  }

  private static void command(JsonGenerator json, CommandExecution command) throws IOException {
    text(json, "command", command.commandLine());
    text(json, "aggregated_output", command.output());
    if (command.exitCode().isPresent()) {
      json.writeNumberField("exit_code", command.exitCode().getAsInt());
    } else {
      json.writeNullField("exit_code");
    }
    status(json, command.status());
  }

  private static void change(JsonGenerator json, FileChange change) throws IOException {
    json.writeArrayFieldStart("changes");
    for (ChangedFile entry : change.changes()) {
      json.writeStartObject();
      text(json, "path", entry.path().toString());
      text(json, "kind", entry.kind().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    boolean declined = change.status() == WorkStatus.DECLINED;
    status(json, declined ? WorkStatus.FAILED : change.status());
  }

  private static void status(JsonGenerator json, WorkStatus status) throws IOException {
    text(json, "status", status.name().toLowerCase(Locale.ROOT));
  }

  private String nextName() {
    return "item_" + items++;
  }

  private String name(Item item) {
    return item.id().isEmpty() ? nextName() : names.computeIfAbsent(item.id(), id -> nextName());
  }

  static String item(String event, String name, String type, Body body) {
    return line(event, json -> {
      json.writeObjectFieldStart("item");
      text(json, "id", name);
      text(json, "type", type);
      body.write(json);
      json.writeEndObject();
    });
  }

  static void text(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, value);
  }

  private static String line(String type, Body body) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      text(json, "type", type);
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Writes the fields of an object. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }
}
