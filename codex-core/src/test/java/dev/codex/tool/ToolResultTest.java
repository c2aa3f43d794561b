package dev.codex.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.Content;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolResultTest {

  @Test
  void aResultWithoutContentHasTheEmptyText() {
    ToolResult.Builder builder = ToolResult.builder().outcome(ToolResult.Outcome.ERROR);

    assertThat(builder.build().content()).containsExactly(Content.text(""));
    assertThat(builder.build().isError()).isTrue();
    assertThat(ToolResult.of()).isEqualTo(ToolResult.text(""));
    assertThat(builder.addContent(Content.text("a")).build().content())
        .containsExactly(Content.text("a"));
    assertThat(ToolResult.text("a").toBuilder().content(List.of()).build())
        .isEqualTo(ToolResult.text(""));
  }
}
