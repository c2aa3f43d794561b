package dev.codex.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.web.WebSearchTool;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  private static List<String> names(List<Tool> tools) {
    return tools.stream().map(tool -> tool.spec().name()).toList();
  }

  @Test
  void toolsArePicked() {
    assertThat(names(CodingTools.standard()))
        .startsWith("exec_command")
        .contains("apply_patch", "view_image");
    assertThat(names(CodingTools.readOnly()))
        .containsExactly("read_file", "list_dir", "grep_files", "view_image");
    assertThat(CodingTools.readOnly()).noneMatch(Tool::isMutating);
    assertThat(names(CodingTools.builder()
            .only(CodingTool.APPLY_PATCH_FUNCTION)
            .add(CodingTool.UPDATE_PLAN, CodingTool.LIST_DIR)
            .remove(CodingTool.LIST_DIR)
            .userInput(questions -> Map.of())
            .webSearch(WebSearchTool.cached())
            .build()))
        .containsExactly("apply_patch", "update_plan", "request_user_input", "web_search");
    assertThatThrownBy(
            () -> CodingTools.builder().add(CodingTool.APPLY_PATCH_FUNCTION).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Remove the one");
  }

  @ParameterizedTest
  @EnumSource(CodingTool.class)
  void everyParameterIsDescribedAndNothingElseIsTaken(CodingTool picked) throws IOException {
    for (Tool tool : CodingTools.builder().only(picked).build()) {
      if (tool.spec() instanceof ToolSpec.Function spec) {
        JsonNode parameters = new ObjectMapper().readTree(spec.parameters());

        assertThat(spec.description()).isNotBlank();
        assertThat(parameters.get("additionalProperties").asBoolean(true)).isFalse();
        parameters
            .get("properties")
            .forEach(
                property -> assertThat(property.get("description").asText()).isNotBlank());
      }
    }
  }

  @Test
  void aWebSearchIsDescribedAsCodexDoes() {
    WebSearchTool tool = WebSearchTool.builder()
        .access(WebSearchTool.Access.LIVE)
        .contextSize("low")
        .addAllowedDomain("example.org")
        .build();

    assertThat(((ToolSpec.Hosted) tool.spec()).json())
        .isEqualTo("{\"type\":\"web_search\",\"external_web_access\":true,\"filters\":"
            + "{\"allowed_domains\":[\"example.org\"]},\"search_context_size\":\"low\","
            + "\"search_content_types\":[\"text\",\"image\"]}");
    assertThat(((ToolSpec.Hosted) WebSearchTool.cached().spec()).json())
        .isEqualTo("{\"type\":\"web_search\",\"external_web_access\":false,"
            + "\"search_content_types\":[\"text\",\"image\"]}");
  }
}
