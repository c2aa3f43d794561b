package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.ValidHistory;
import dev.codex.item.Content;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.model.ItemDone;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.session.JsonlSessionStore;
import dev.codex.testing.FunctionModel;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bytes of an item are on the wire, in the transcript and on the wire again. */
@Timeout(60)
class ItemBytesTest {

  record Nothing() {}

  /** Of the characters that servers encrypt into, and none that a decoder may leave as it likes. */
  private static final String ENCRYPTED = "gAAAAABpJ+u/0123456789-_=" + "Zm9v".repeat(500) + "==";

  private static final String REASONING = "{\"type\":\"reasoning\",\"id\":\"rs_1\","
      + "\"summary\":[{\"type\":\"summary_text\",\"text\":\"Weighing \\\"both\\\".\"}],"
      + "\"content\":null,\"encrypted_content\":\"" + ENCRYPTED + "\"}";

  private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";
  private static final String PARTS = "[{\"type\":\"input_text\",\"text\":\"Here it is:\"},"
      + "{\"type\":\"input_image\",\"image_url\":\"" + PNG + "\"},"
      + "{\"type\":\"input_image\",\"image_url\":\"https://example.com/b.png\","
      + "\"detail\":\"low\"}]";

  private static final List<Content> PICTURES = List.of(
      Content.text("Here it is:"),
      Content.image(PNG),
      new Content.Image("https://example.com/b.png", "low"));

  @TempDir
  Path home;

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start()
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String done(String item) {
    return "{\"type\":\"response.output_item.done\",\"item\":" + item + "}";
  }

  private static String call(String type) {
    String input = type.equals("function_call") ? "\"arguments\":\"{}\"" : "\"input\":\"x\"";
    return "{\"type\":\"" + type + "\",\"id\":\"fc_1\",\"call_id\":\"c1\",\"name\":\"tool\","
        + input + "}";
  }

  private Agent agent(Model model, Tool tool) {
    return Agent.builder()
        .model(model)
        .addTool(tool)
        .workspace(home)
        .sessionStore(JsonlSessionStore.in(home))
        .build();
  }

  private Agent agent(Tool tool) {
    return agent(Samples.openAi(server).build().model("gpt-5.5"), tool);
  }

  private static Tool nothing() {
    return Tool.of("tool", "Does nothing.", Nothing.class, nothing -> "done");
  }

  private List<String> transcript() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
      return Files.readAllLines(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
  }

  @Test
  void encryptedReasoningComesBackByteForByteNowAndAfterAResume() throws Exception {
    server.enqueue(LoopbackServer.events(
        Samples.CREATED, done(REASONING), done(call("function_call")), Samples.COMPLETED));
    Agent agent = agent(nothing());
    String id;
    try (Session session = agent.startSession()) {
      id = session.id();
      session.run("Think.");
      assertThat(session.history())
          .contains(new Reasoning("rs_1", List.of("Weighing \"both\"."), List.of(), ENCRYPTED));
    }
    try (Session session = agent.resumeSession(id)) {
      session.run("Go on.");
    }

    assertThat(server.takeRequest().body()).doesNotContain("\"reasoning\",\"id\"");
    assertThat(server.takeRequest().body())
        .containsOnlyOnce("," + REASONING + "," + call("function_call") + ",");
    assertThat(server.takeRequest().body())
        .containsOnlyOnce("," + REASONING + "," + call("function_call") + ",");
    assertThat(transcript())
        .filteredOn(line -> line.contains("\"payload\":" + REASONING))
        .hasSize(1);
  }

  /** Keeps what it was asked and what it answered. */
  private static final class Listening implements Model {
    final List<ModelInput> inputs = new CopyOnWriteArrayList<>();
    final List<byte[]> answered = new CopyOnWriteArrayList<>();
    private final FunctionModel model = FunctionModel.answering((request, answer) -> {
      if (request.input().size() % 5 != 0) {
        answer.toolCall("tool", "{}");
      } else {
        answer.message("Done.");
      }
    });

    @Override
    public ModelStream stream(ModelRequest request) {
      inputs.add(request.input());
      ModelStream stream = model.stream(request);
      return new ModelStream() {
        @Override
        public boolean hasNext() {
          return stream.hasNext();
        }

        @Override
        public ModelEvent next() {
          ModelEvent event = stream.next();
          if (event instanceof ItemDone done) {
            answered.add(done.json());
          }
          return event;
        }

        @Override
        public void close() {
          stream.close();
        }
      };
    }

    @Override
    public ModelProfile profile() {
      return model.profile();
    }
  }

  @Test
  void aRequestIsMadeOfTheVeryBytesOfTheOneBefore() {
    Listening model = new Listening();
    try (Session session = agent(model, nothing()).startSession()) {
      session.run("Do it.");
      session.run("Again.");
    }

    assertThat(model.inputs).hasSizeGreaterThanOrEqualTo(4);
    List<byte[]> last = bytes(model.inputs.get(model.inputs.size() - 1));
    for (ModelInput input : model.inputs) {
      List<byte[]> earlier = bytes(input);
      for (int i = 0; i < earlier.size(); i++) {
        assertThat(last.get(i)).isSameAs(earlier.get(i));
      }
    }
    for (byte[] item : model.answered.subList(0, model.answered.size() - 1)) {
      assertThat(last).anyMatch(sent -> sent == item);
    }
  }

  private static List<byte[]> bytes(ModelInput input) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      all.add(input.json(i));
    }
    return all;
  }

  /** A tool of the kind that the call is for. */
  private static Tool showing(String type) {
    ToolSpec spec = type.equals("function_call")
        ? nothing().spec()
        : new ToolSpec.Freeform("tool", "Shows.", "lark", "start: \"x\"");
    return new Tool() {
      @Override
      public ToolSpec spec() {
        return spec;
      }

      @Override
      public ToolResult call(ToolInvocation invocation) {
        return ToolResult.builder().addAllContent(PICTURES).build();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"function_call", "custom_tool_call"})
  void picturesThatAToolShowsAreSentWrittenAndSentAgain(String type) throws Exception {
    server.enqueue(LoopbackServer.events(Samples.CREATED, done(call(type)), Samples.COMPLETED));
    Agent agent = agent(showing(type));
    String id;
    List<ModelItem> before;
    try (Session session = agent.startSession()) {
      id = session.id();
      session.run("Show me.");
      before = List.copyOf(session.history());
    }
    try (Session session = agent.resumeSession(id)) {
      assertThat(session.history()).isEqualTo(before);
      ValidHistory.check(session.history());
      session.run("Go on.");
    }

    String output = "\\{\"type\":\"" + type + "_output\",\"id\":\"[a-z]+_[0-9a-f-]+\","
        + "\"call_id\":\"c1\",\"output\":" + Pattern.quote(PARTS) + "}";
    server.takeRequest();
    assertThat(server.takeRequest().body()).containsPattern(output);
    assertThat(server.takeRequest().body()).containsPattern(output);
    assertThat(String.join("\n", transcript()))
        .containsPattern("\"type\":\"response_item\",\"payload\":" + output);
  }
}
