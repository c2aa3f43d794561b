package dev.codex.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CodingToolsTest {

  @Test
  void theParametersOfExecCommandAreThoseOfCodex() throws IOException {
    Tool tool = CodingTools.standard().get(0);

    ToolSpec.Function spec = (ToolSpec.Function) tool.spec();
    JsonNode parameters = new ObjectMapper().readTree(spec.parameters());
    parameters.get("properties").forEach(property -> {
      assertThat(property.get("description").asText()).isNotBlank();
      ((com.fasterxml.jackson.databind.node.ObjectNode) property).remove("description");
    });
    assertThat(spec.name()).isEqualTo("exec_command");
    assertThat(spec.strictness()).isEqualTo(ToolSpec.Strictness.LENIENT);
    assertThat(parameters.toString())
        .isEqualTo("{\"type\":\"object\",\"properties\":{\"cmd\":{\"type\":\"string\"},"
            + "\"justification\":{\"type\":\"string\"},\"login\":{\"type\":\"boolean\"},"
            + "\"max_output_tokens\":{\"type\":\"number\"},\"prefix_rule\":{\"type\":\"array\","
            + "\"items\":{\"type\":\"string\"}},\"sandbox_permissions\":{\"type\":\"string\","
            + "\"enum\":[\"use_default\",\"require_escalated\"]},\"shell\":{\"type\":\"string\"},"
            + "\"tty\":{\"type\":\"boolean\"},\"workdir\":{\"type\":\"string\"},"
            + "\"yield_time_ms\":{\"type\":\"number\"}},\"required\":[\"cmd\"],"
            + "\"additionalProperties\":false}");
  }
}
