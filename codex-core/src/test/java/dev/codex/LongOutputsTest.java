package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.Content;
import dev.codex.item.FunctionCallOutput;
import dev.codex.model.ModelProfile;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a tool returns, the model gets what its profile has room for, and a fifth more. */
@Timeout(60)
class LongOutputsTest {

  private static final int TOKENS = 10; // so 48 bytes

  private final ScriptedModel model = new ScriptedModel()
      .profile(ModelProfile.unknown("scripted").toBuilder()
          .maxToolOutputTokens(TOKENS)
          .build())
      .enqueueToolCall("tool", "{}")
      .enqueueMessage("Done.");

  private List<Content> sent(ToolResult result) {
    TestTool tool = new TestTool("tool", invocation -> {
      assertThat(invocation.maxOutputTokens()).isEqualTo(TOKENS);
      return result;
    });
    Agent.builder().model(model).addTool(tool).build().run("Do it");
    return model.requests().get(1).input().stream()
        .filter(FunctionCallOutput.class::isInstance)
        .map(item -> ((FunctionCallOutput) item).output())
        .findFirst()
        .orElseThrow();
  }

  private String sent(String text) {
    return Content.textOf(sent(ToolResult.text(text)));
  }

  @Test
  void whatFitsIsLeftAlone() {
    String text = "x".repeat(48);

    assertThat(sent(text)).isEqualTo(text);
  }

  @Test
  void ofMoreTheMiddleIsLeftOut() {
    assertThat(sent("a".repeat(50) + "b".repeat(50)))
        .isEqualTo("a".repeat(24) + "…13 tokens truncated…" + "b".repeat(24));
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertThat(sent("😀☃".repeat(20) + "a"))
        .isEqualTo("😀☃😀☃😀☃" + "…24 tokens truncated…" + "😀☃😀☃😀☃a")
        .doesNotContain("\uFFFD");
  }

  @Test
  void partsShareTheRoomAndImagesStay() {
    Content image = Content.image("data:image/png;base64,AAAA");
    List<Content> parts = new ArrayList<>(List.of(Content.text("a".repeat(40)), image));
    parts.add(Content.text("b".repeat(16)));
    parts.add(Content.text("c"));
    parts.add(Content.text("d"));

    assertThat(sent(ToolResult.builder().content(parts).build()))
        .containsExactly(
            Content.text("a".repeat(40)),
            image,
            Content.text("bbbb…2 tokens truncated…bbbb"),
            Content.text("[omitted 2 text items ...]"));
  }
}
