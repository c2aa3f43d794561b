package dev.codex.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.Decision;
import org.junit.jupiter.api.Test;

class RecordingApproverTest {

  private final RecordingApprover approver = new RecordingApprover();
  private final ApprovalRequest request =
      CallTool.builder().tool("send").input("{}").isMutating(true).build();

  @Test
  void decisionsComeInOrderAndThenTheOther() {
    approver.enqueue(Decision.approve(), Decision.abort()).otherwise(Decision.deny("No."));

    assertThat(approver.review(request)).isEqualTo(Decision.approve());
    assertThat(approver.review(request)).isEqualTo(Decision.abort());
    assertThat(approver.review(request)).isEqualTo(Decision.deny("No."));
    assertThat(approver.review(request)).isEqualTo(Decision.deny("No."));

    assertThat(approver.requests()).containsExactly(request, request, request, request);
    assertThat(approver.takeRequest()).isSameAs(request);
    assertThatCode(approver::assertDrained).doesNotThrowAnyException();
  }

  @Test
  void aRequestWithoutADecisionFailsNowAndAtTheEnd() {
    assertThatThrownBy(() -> approver.review(request))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("The script has no decision about");
    assertThatThrownBy(approver::assertDrained)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("send");
  }

  @Test
  void decisionsThatNobodyAskedForAreReported() {
    approver.enqueue(Decision.approve());

    assertThatThrownBy(approver::assertDrained)
        .hasMessage("Decisions that nobody asked for: [Approve[]].");
    assertThatThrownBy(approver::takeRequest)
        .hasMessage("There is no request left to take: 0 were made and taken.");
  }
}
