package dev.codex.testing.contract;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Approver;
import dev.codex.policy.CallTool;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.OpenConnection;
import dev.codex.policy.RunCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * What every {@link Approver} must do. Asks for more than an agent does, which takes no answer for
 * a no.
 */
public abstract class ApproverContract extends Contract {

  private static final Path WORKSPACE = Path.of("/workspace").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 20;

  protected ApproverContract() {}

  /** An approver that answers everything it is asked. Called once in each check. */
  protected abstract Approver approver();

  /**
   * An approver that waits for an answer that does not come. Empty, the default, if this kind never
   * waits.
   *
   * @param asked to be counted down when it has been asked
   */
  protected Optional<Approver> waitingApprover(CountDownLatch asked) {
    return Optional.empty();
  }

  public void everyKindOfWishIsAnswered() throws Exception {
    Approver approver = approver();

    for (ApprovalRequest request : requests()) {
      FutureTask<Decision> answer =
          Expect.start("approver contract", () -> approver.review(request));
      answered(request, Expect.promptly(answer, "An approval"));
    }
  }

  public void severalAreAnsweredAtOnce() throws Exception {
    Approver approver = approver();
    List<FutureTask<Decision>> answers = new ArrayList<>();
    for (ApprovalRequest request : requests()) {
      answers.add(Expect.start("approver contract", () -> approver.review(request)));
    }

    for (int i = 0; i < answers.size(); i++) {
      answered(requests().get(i), Expect.promptly(answers.get(i), "An approval"));
    }
  }

  /** A turn that is interrupted takes its question back. */
  public void anInterruptEndsTheWait() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Optional<Approver> waiting = waitingApprover(asked);
    if (waiting.isEmpty()) {
      return;
    }
    Thread reviewer = new Thread(
        () -> {
          try {
            waiting.get().review(requests().get(0));
          } catch (RuntimeException e) {
            // whoever throws has denied
          }
        },
        "approver contract");
    reviewer.setDaemon(true);
    reviewer.start();
    Expect.that(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "The approver does not wait.");

    reviewer.interrupt();
    reviewer.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

    Expect.that(!reviewer.isAlive(), "The approver still waits after an interrupt.");
  }

  private static void answered(ApprovalRequest request, Decision decision) {
    Expect.that(decision != null, "No answer to: " + request.display());
  }

  private static List<ApprovalRequest> requests() {
    return List.of(
        RunCommand.builder()
            .tool("exec_command")
            .addCommand("make", "all")
            .workingDirectory(WORKSPACE)
            .build(),
        EditFiles.builder()
            .tool("apply_patch")
            .addPaths(WORKSPACE.resolve("a.txt"))
            .diff("--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a\n+b\n")
            .build(),
        OpenConnection.builder()
            .tool("exec_command")
            .host("example.org")
            .port(443)
            .build(),
        CallTool.builder().tool("tickets").input("{\"id\":1}").isMutating(true).build());
  }
}
