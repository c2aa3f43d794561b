package dev.codex.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribedCallTest {

  private static final ThreadLocal<List<String>> READ = ThreadLocal.withInitial(ArrayList::new);

  record Name(String text) {
    Name {
      READ.get().add(text);
    }
  }

  @Test
  void theArgumentsOfACallAreReadOnceAndNeverThoseOfAnother() {
    ScriptedModel model = new ScriptedModel()
        .enqueueToolCall("greet", "{\"text\":\"Ann\"}")
        .enqueueToolCall("greet", "{\"text\":\"Ann\"}")
        .enqueueToolCall("greet", "{\"text\":\"Bob\"}")
        .enqueueMessage("Done.");
    List<String> read = new ArrayList<>();
    Tool greet = Tool.of("greet", "Greets.", Name.class, name -> {
      read.addAll(READ.get());
      READ.get().clear();
      return "Hello " + name.text();
    });

    Agent.builder().model(model).addTool(greet).build().run("Greet them");

    assertThat(read).containsExactly("Ann", "Ann", "Bob");
    model.takeRequest();
    assertThat(model.takeRequest().toolOutput("call-1")).isEqualTo("Hello Ann");
    assertThat(model.takeRequest().toolOutput("call-2")).isEqualTo("Hello Ann");
    assertThat(model.takeRequest().toolOutput("call-3")).isEqualTo("Hello Bob");
  }
}
