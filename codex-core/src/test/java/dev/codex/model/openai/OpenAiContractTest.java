package dev.codex.model.openai;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codex.model.Model;
import dev.codex.testing.contract.ModelContract;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiContractTest extends ModelContract {

  private LoopbackServer answering;
  private LoopbackServer stalling;

  @BeforeAll
  void start() throws IOException {
    answering = LoopbackServer.start()
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
    stalling = LoopbackServer.start()
        .otherwise(LoopbackServer.stalled("data: " + Samples.CREATED + "\n\n"));
  }

  @AfterAll
  void stop() throws IOException {
    answering.close();
    stalling.close();
  }

  @Override
  protected Model model() {
    return Samples.openAi(answering).build().model("gpt-5.5");
  }

  @Override
  protected Model stalledModel() {
    return Samples.openAi(stalling).build().model("gpt-5.5");
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfModels() {
    return checks().entrySet().stream()
        .map(check -> dynamicTest(check.getKey(), check.getValue()::run));
  }
}
