package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.AgentMessage;
import dev.codex.item.Content;
import dev.codex.item.CustomToolCall;
import dev.codex.item.CustomToolCallOutput;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.SandboxPolicy;
import dev.codex.session.SessionHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One turn with everything in it that a turn usually has, as its lines. */
final class SampleSession {

  static final String ID = "01a210b9-55a6-7121-8643-660424bd0001";
  static final Instant AT = Instant.parse("2026-11-25T03:21:51.305999Z");
  static final Path FOLDER = Path.of("/home/ada/shop");
  static final String TURN = "01a210b9-55c2-7fe1-bc10-c03edf770001";
  static final Usage USAGE = Usage.builder()
      .inputTokens(100)
      .cachedInputTokens(10)
      .outputTokens(20)
      .reasoningOutputTokens(5)
      .build();

  static final List<ModelItem> ITEMS = List.of(
      UserMessage.of(
          "msg_1", "<environment_context>\n  <cwd>/home/ada/shop</cwd>\n</environment_context>"),
      UserMessage.of("msg_2", "Fix \"caf\u00e9\" \ud83d\ude00"),
      new Reasoning("rs_1", List.of("**Thinking**"), List.of(), "gAAAA=="),
      FunctionCall.of("fc_1", "c1", "exec_command", "{\"cmd\":\"ls\"}"),
      new CustomToolCall("ctc_1", "c2", "apply_patch", "*** Begin Patch\n*** End Patch"),
      new FunctionCallOutput("fco_1", "c1", List.of(Content.text("a.txt\n"))),
      new CustomToolCallOutput("ctco_1", "c2", List.of(Content.text("Success."))),
      AgentMessage.of("msg_3", "Done."));

  private SampleSession() {}

  static ModelInput history() {
    return ModelInput.of(ITEMS);
  }

  static List<String> lines() {
    return bytes().stream().map(line -> new String(line, UTF_8)).toList();
  }

  static List<byte[]> bytes() {
    RolloutWriter writer = RolloutWriter.from(0);
    SessionHeader header = new SessionHeader(ID, AT, FOLDER);
    TurnSettings settings = new TurnSettings(
        FOLDER, ApprovalPolicy.ON_REQUEST, SandboxPolicy.workspaceWrite(FOLDER), "gpt-5.5");
    List<byte[]> lines = new ArrayList<>();
    lines.add(writer.sessionMeta(
        AT, header, Optional.empty(), "openai", new SerializedString("Be good.")));
    lines.add(writer.taskStarted(AT, TURN, OptionalLong.of(258_400)));
    lines.add(writer.turnContext(AT, TURN, settings));
    for (ModelItem item : ITEMS) {
      lines.add(writer.item(AT, ModelItemCodec.encode(item)));
      if (item.id().equals("msg_2")) {
        lines.add(writer.userMessage(AT, ((UserMessage) item).text()));
      }
    }
    lines.add(writer.agentMessage(AT, "Done."));
    lines.add(writer.tokenCount(AT, USAGE, USAGE, OptionalLong.of(258_400)));
    lines.add(writer.taskComplete(AT, TURN, "Done."));
    return lines;
  }
}
