package dev.codex.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandInModelTest {

  private static final String SOURCES =
      exit(0, "class A {\n    return price + price * percent / 100;\n}");

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode request = mapper.createObjectNode();
  private final ArrayNode input = request.putArray("input");

  @BeforeEach
  void offerTools() {
    request.putArray("tools").addObject().put("type", "function").put("name", "exec_command");
    request.withArray("tools").addObject().put("type", "custom").put("name", "apply_patch");
    input.addObject().put("type", "message").put("role", "user");
  }

  @Test
  void looksThenTestsThenMendsThenTestsAgain() throws JsonProcessingException {
    assertThat(answer().path("call_id").asText()).isEqualTo("stand-in-look");

    output("stand-in-look", SOURCES);
    assertThat(mapper.readTree(answer().path("arguments").asText()).path("cmd").asText())
        .isEqualTo("sh test.sh");

    output("stand-in-test", exit(1, "FAILED: expected 180 but was 220"));
    assertThat(answer())
        .isEqualTo(mapper
            .createObjectNode()
            .put("type", "custom_tool_call")
            .put("id", "ctc-patch")
            .put("call_id", "stand-in-patch")
            .put("name", "apply_patch")
            .put("input", """
                    *** Begin Patch
                    *** Update File: Discount.java
                    @@
                    -    return price + price * percent / 100;
                    +    return price - price * percent / 100;
                    *** End Patch
                    """));

    output("stand-in-patch", "Exit code: 0\nOutput:\nSuccess. Updated the following files:\nM A");
    assertThat(answer().path("call_id").asText()).isEqualTo("stand-in-retest");

    output("stand-in-retest", exit(0, "PASSED"));
    assertThat(said())
        .isEqualTo(
            "(This is the stand-in, not a language model.) The test failed with \"FAILED: expected"
                + " 180 but was 220\". I turned the sign in Discount.java round and ran it again:"
                + " PASSED.");
  }

  @Test
  void aTestThatPassesIsLeftAlone() {
    output("stand-in-look", SOURCES);
    output("stand-in-test", exit(0, "PASSED"));

    assertThat(said()).endsWith("The test passes already (PASSED). I left it alone.");
  }

  @Test
  void aRefusedPatchEndsItWithTheReason() {
    output("stand-in-look", SOURCES);
    output("stand-in-test", exit(1, "expected 180 but was 220"));
    output("stand-in-patch", "patch rejected: read-only");

    assertThat(said())
        .endsWith(
            "The patch was not applied, so I stop here. The tool said:\npatch rejected: read-only");
  }

  @Test
  void aRefusedCommandEndsItWithTheReason() {
    output("stand-in-look", "exec_command failed: no sandbox");

    assertThat(said()).contains("could not read it here").endsWith("no sandbox");
  }

  @Test
  void aFailureThatNoRuleCoversIsNotGuessedAt() {
    output("stand-in-look", SOURCES);
    output("stand-in-test", exit(1, "expected 180 but was 100"));

    assertThat(said()).contains("not by a wrong sign");
  }

  @Test
  void patchesGoAsAFunctionWhereThereAreNoFreeformTools() throws JsonProcessingException {
    request.putArray("tools").addObject().put("type", "function").put("name", "exec_command");
    request.withArray("tools").addObject().put("type", "function").put("name", "apply_patch");
    output("stand-in-look", SOURCES);
    output("stand-in-test", exit(1, "expected 180 but was 220"));

    assertThat(
            mapper.readTree(answer().path("arguments").asText()).path("input").asText())
        .startsWith("*** Begin Patch");
  }

  @Test
  void aNewPromptBeginsAnew() {
    output("stand-in-look", SOURCES);
    input.addObject().put("type", "message").put("role", "user");

    assertThat(answer().path("call_id").asText()).isEqualTo("stand-in-look");
  }

  private ObjectNode answer() {
    return new StandInModel().answer(request);
  }

  private String said() {
    return answer().path("content").path(0).path("text").asText();
  }

  private void output(String callId, String text) {
    input
        .addObject()
        .put("type", "function_call_output")
        .put("call_id", callId)
        .put("output", text);
  }

  private static String exit(int code, String text) {
    return "Process exited with code " + code + "\nOutput:\n" + text + "\n";
  }
}
