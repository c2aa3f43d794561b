package dev.codex.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.model.ModelRequest;
import dev.codex.policy.Decision;
import dev.codex.policy.RunCommand;
import dev.codex.testing.ScriptedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ModelApproverTest {

  private static final RunCommand REQUEST = RunCommand.builder()
      .tool("exec_command")
      .addCommand("/bin/bash", "-lc", "make deploy")
      .script("make deploy")
      .workingDirectory(Path.of("/srv/shop"))
      .reason("The user asked for it.")
      .build();

  private final ScriptedModel model = new ScriptedModel();

  private static String answer(String risk, String authorization, String outcome) {
    return "{\"riskLevel\":\"" + risk + "\",\"userAuthorization\":\"" + authorization
        + "\",\"outcome\":\"" + outcome + "\",\"rationale\":\"Because.\"}";
  }

  @Test
  void aYesIsAnApprovalForThisOnce() {
    model.enqueueMessage(answer("LOW", "HIGH", "ALLOW"));

    Decision decision =
        ModelApprover.builder(model).purpose("Deploy the shop.").build().review(REQUEST);

    assertThat(decision).isEqualTo(Decision.approve());
    ModelRequest question = model.requests().get(0).request();
    assertThat(question.tools()).isEmpty();
    assertThat(question.outputSchema()).isPresent();
    assertThat(question.input().items().toString())
        .contains("make deploy")
        .contains("Deploy the shop.")
        .contains("The user asked for it.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "{}",
        "{\"outcome\":\"ALLOW\"}",
        "{\"riskLevel\":\"LOW\",\"userAuthorization\":\"HIGH\",\"outcome\":\"MAYBE\","
            + "\"rationale\":\"x\"}"
      })
  void whatIsNotInShapeIsADenial(String text) {
    model.enqueueMessage(text);

    assertThat(ModelApprover.builder(model).build().review(REQUEST))
        .isInstanceOf(Decision.Deny.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOW HIGH DENY", "CRITICAL HIGH ALLOW", "HIGH LOW ALLOW"})
  void aNoAndAYesThatContradictsItselfAreDenials(String words) {
    String[] parts = words.split(" ");
    model.enqueueMessage(answer(parts[0], parts[1], parts[2]));

    assertThat(ModelApprover.builder(model).build().review(REQUEST))
        .isInstanceOf(Decision.Deny.class);
  }

  @Test
  void aModelThatFailsHasDenied() {
    ModelApprover approver = ModelApprover.builder(request -> {
          throw ModelException.of(ModelFailure.of(ModelFailure.Kind.STREAM, "broken"));
        })
        .build();

    assertThat(approver.review(REQUEST)).isInstanceOf(Decision.Deny.class);
  }

  @Test
  void aModelThatHangsHasDenied() {
    CountDownLatch never = new CountDownLatch(1);
    ModelApprover approver = ModelApprover.builder(request -> {
          boolean interrupted = false;
          while (true) {
            try {
              never.await();
              throw new IllegalStateException("never");
            } catch (InterruptedException e) {
              if (interrupted) {
                throw new IllegalStateException(e);
              }
              interrupted = true; // deaf to the first one
            }
          }
        })
        .timeout(Duration.ofMillis(20))
        .build();

    assertThat(approver.review(REQUEST))
        .isEqualTo(Decision.deny("The automatic reviewer took too long."));
  }

  @Test
  void aBudgetThatIsUsedUpDeniesWithoutAsking() {
    model.enqueueMessage(answer("LOW", "HIGH", "ALLOW"));
    ModelApprover approver = ModelApprover.builder(model).maxReviews(1).build();

    approver.review(REQUEST);

    assertThat(approver.review(REQUEST))
        .isEqualTo(Decision.deny("The automatic reviewer has used up its budget."));
    assertThat(model.requests()).hasSize(1);
  }
}
