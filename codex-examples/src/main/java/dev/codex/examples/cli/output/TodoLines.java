package dev.codex.examples.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codex.item.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The plans of a turn as one {@code todo_list}, which begins, changes and ends with the turn. */
final class TodoLines {

  private final Supplier<String> names;
  private Optional<String> name = Optional.empty();
  private Optional<Plan> last = Optional.empty();

  TodoLines(Supplier<String> names) {
    this.names = names;
  }

  String updated(Plan plan) {
    boolean first = name.isEmpty();
    String item = name.orElseGet(names);
    name = Optional.of(item);
    last = Optional.of(plan);
    return line(first ? "item.started" : "item.updated", item, plan);
  }

  /** To be printed before the end of the turn. */
  List<String> finished() {
    List<String> lines = last.map(plan -> line("item.completed", name.orElseThrow(), plan)).stream()
        .toList();
    name = Optional.empty();
    last = Optional.empty();
    return lines;
  }

  private static String line(String event, String name, Plan plan) {
    return ExecJsonLines.item(event, name, "todo_list", json -> {
      json.writeArrayFieldStart("items");
      for (Plan.Step step : plan.steps()) {
        item(json, step);
      }
      json.writeEndArray();
    });
  }

  private static void item(JsonGenerator json, Plan.Step step) throws IOException {
    json.writeStartObject();
    ExecJsonLines.text(json, "text", step.text());
    json.writeBooleanField("completed", step.state() == Plan.State.COMPLETED);
    json.writeEndObject();
  }
}
