package dev.codex.internal.turn;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.Notice;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.hook.AfterTool;
import dev.codex.internal.change.ChangeTracker;
import dev.codex.internal.files.TurnFiles;
import dev.codex.internal.gate.Digest;
import dev.codex.internal.gate.Gate;
import dev.codex.internal.gate.HookVerdict;
import dev.codex.internal.gate.Pass;
import dev.codex.internal.json.RecordReader;
import dev.codex.item.CommandExecution;
import dev.codex.item.FileChange;
import dev.codex.item.FunctionCall;
import dev.codex.item.ToolCall;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkItem;
import dev.codex.item.WorkStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.Ledger;
import dev.codex.policy.SandboxPolicy;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a tool: through the gate, into the tool, and what came of it. */
final class Call {

  /** What a call comes to. */
  sealed interface End {

    /**
     * The model is told this.
     *
     * @param context what hooks want it to know besides
     */
    record Answered(ToolResult result, List<String> context) implements End {}

    /** The call was stopped before it had an answer of its own. */
    record Cancelled() implements End {}

    /** The approver wants the turn to stop. */
    record StopTurn() implements End {}

    /** The tool has a bug, which fails the turn and is none of the model's business. */
    record Broken(Throwable cause) implements End {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private final Assembly assembly;
  private final Conversation conversation;
  private final String turnId;
  private final Consumer<Event> events;
  private final Gate gate;
  private final Tool tool;
  private final ChangeTracker changes;
  private final Cancellation cancellation = new Cancellation();
  private final Expiry expiry;
  private final Redaction redaction;
  private final List<String> context = new ArrayList<>(0); // used by the call's thread only
  private final ToolCall written; // by the model
  private volatile ToolCall call; // what is really called, which a hook may have rewritten
  private volatile Optional<String> printed = Optional.empty();

  private volatile @Nullable Work work; // once the tool acts

  /** Ends the call for everybody who waits for it, if the tool does not. */
  private volatile @Nullable Consumer<End> early;

  Call(
      Conversation conversation,
      String turnId,
      Consumer<Event> events,
      Gate gate,
      ToolCall call,
      Tool tool) {
    this.assembly = conversation.assembly();
    this.conversation = conversation;
    this.turnId = turnId;
    this.events = events;
    this.gate = gate;
    this.written = call;
    this.call = call;
    this.tool = tool;
    this.changes = conversation.changes();
    this.redaction = new Redaction(assembly.secrets().plus(assembly.model().secrets()));
    this.expiry = new Expiry(assembly.threads(), cancellation, this::leave);
  }

  /** What the tool uses and what is shown of it. */
  private record Work(Lease lease, Optional<ToolExecution.Builder> shown, long begin) {}

  boolean isParallelSafe() {
    return tool.isParallelSafe();
  }

  /** Tells the tool to stop, and kills what it has started. */
  void cancel() {
    cancellation.cancel();
  }

  /**
   * Leaves behind a tool that did not stop when it was told to: what it still does reaches nobody,
   * and its thread goes when it returns.
   */
  void leave() {
    cancel();
    Work current = work;
    if (current != null) {
      if (!current.lease.end()) {
        return; // it has just come to an end of its own
      }
      LOG.warn(
          "The tool {} did not stop when it was told to; its thread was left behind.", call.name());
      assembly.threads().runAnyway(current.lease::closeCommands);
      current.shown.ifPresent(item -> hide(item, WorkStatus.FAILED, "", current.begin));
    }
    Consumer<End> waiting = early;
    if (waiting != null) {
      waiting.accept(
          expiry.isOver()
              ? answer(ToolResult.error(timedOut() + ". The tool did not stop when it was told to;"
                  + " what it was doing may still happen."))
              : new End.Cancelled());
    }
  }

  /**
   * Runs the call on this thread.
   *
   * @param early told the end if the tool is left behind; what is returned then is of no use
   */
  End run(Consumer<End> early) {
    this.early = early;
    try {
      return attempt();
    } catch (ToolException | SandboxUnavailableException e) {
      return answer(ToolResult.error(String.valueOf(e.getMessage())));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      if (cancellation.isCancelled()) {
        return new End.Cancelled();
      }
      return new End.Broken(redaction.of(e));
    }
  }

  private End attempt() throws Exception {
    Glance glance = new Glance(assembly);
    try {
      return attempt(glance);
    } finally {
      glance.end();
    }
  }

  private End attempt(Glance glance) throws Exception {
    ToolInvocation bare = invocation(glance);
    ApprovalRequest request = tool.describe(bare);
    HookVerdict hooked = gate.before(call, request, cancellation);
    context.addAll(hooked.context());
    if (hooked.rewritten().isPresent()) {
      call = written.withInput(hooked.rewritten().get());
      bare = invocation(glance);
      request = tool.describe(bare);
    }
    glance.end();
    Pass pass = admit(request, hooked);
    if (pass instanceof Pass.Refused refused) {
      settle(request, Ledger.Outcome.DENIED);
      return answer(
          ToolResult.error(refused.isReason() ? tool.refusal(refused.text()) : refused.text()));
    }
    if (!(pass instanceof Pass.Admitted admitted)) {
      settle(request, Ledger.Outcome.DENIED);
      return new End.StopTurn();
    }
    if (cancellation.isCancelled()) {
      return new End.Cancelled();
    }
    Lease lease = lease(admitted.policy());
    try (Cancellation.Registration ignored = cancellation.onCancel(() -> revoke(lease))) {
      return act(bare, request, lease);
    } finally {
      lease.closeCommands();
    }
  }

  /** An approver who sleeps hears at once that nobody needs the answer any more. */
  private Pass admit(ApprovalRequest request, HookVerdict hooked) {
    return new TurnThread()
        .interruptibly(cancellation, () -> gate.admit(call, request, hooked, cancellation));
  }

  private Lease lease(SandboxPolicy policy) {
    Sandbox sandbox = assembly.sandbox();
    TurnFiles watched = conversation.turnFiles();
    return new Lease(
        "Call " + call.callId() + " of " + call.name(),
        watched.watched(
            changes.watch(
                command -> sandbox.start(command, policy), policy, () -> sandbox.files(policy)),
            policy),
        watched.watched(new TrackedFiles(() -> sandbox.files(policy), changes)),
        events,
        this::note,
        redaction);
  }

  /** What others than those who watch have to know of the tool's work. */
  private void note(WorkItem item) {
    if (item instanceof FileChange change) {
      changes.note(change);
    }
    if (item instanceof CommandExecution command) {
      printed = Optional.of(command.output());
    }
  }

  /** On a thread of its own: whoever cancels shall not have to wait for processes to go. */
  private void revoke(Lease lease) {
    List<RunningCommand> commands = lease.revoke();
    if (!commands.isEmpty()) {
      assembly.threads().runAnyway(() -> commands.forEach(RunningCommand::kill));
    }
  }

  private End act(ToolInvocation bare, ApprovalRequest request, Lease lease) throws Exception {
    ToolInvocation invocation =
        bare.toBuilder().commands(lease).files(lease).progress(lease).build();
    intend(request);
    Work begun = new Work(lease, show(request), System.nanoTime());
    work = begun;
    expiry.begin(tool.timeout());
    ToolResult result;
    try {
      result = Objects.requireNonNull(tool.call(invocation), "the tool returned null");
    } catch (ToolException e) {
      result = ToolResult.error(String.valueOf(e.getMessage()));
    } catch (Exception | Error e) {
      if (!expiry.isOver()) {
        if (lease.end()) {
          begun.shown.ifPresent(item -> hide(item, WorkStatus.FAILED, "", begun.begin));
        }
        settle(request, outcome(Ledger.Outcome.FAILED));
        throw e;
      }
      result = ToolResult.error("");
    } finally {
      expiry.end();
    }
    if (expiry.isOver()) {
      result = ToolResult.error(timedOut() + "\n" + result.text());
    }
    return done(request, begun, redaction.of(result));
  }

  private End done(ApprovalRequest request, Work done, ToolResult result) {
    WorkStatus status = result.isError() ? WorkStatus.FAILED : WorkStatus.COMPLETED;
    boolean inTime = done.lease.end();
    if (inTime) {
      done.shown.ifPresent(item -> hide(item, status, result.text(), done.begin));
    }
    settle(request, outcome(result.isError() ? Ledger.Outcome.FAILED : Ledger.Outcome.SUCCEEDED));
    return inTime ? answer(afterHooks(request, result)) : new End.Cancelled();
  }

  private String timedOut() {
    return "timed out after " + shown(tool.timeout());
  }

  private static String shown(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private Ledger.Outcome outcome(Ledger.Outcome ofItself) {
    return cancellation.isCancelled() ? Ledger.Outcome.CANCELLED : ofItself;
  }

  private ToolResult afterHooks(ApprovalRequest request, ToolResult result) {
    if (assembly.hooks().isEmpty()) {
      return result;
    }
    HookVerdict hooked = gate.after(
        AfterTool.builder().call(call).request(request).output(result.text()).printed(printed),
        cancellation);
    context.addAll(hooked.context());
    return hooked.denials().isEmpty() ? result : ToolResult.error(hooked.reasons());
  }

  private End answer(ToolResult result) {
    return new End.Answered(redaction.of(result), List.copyOf(context));
  }

  /** Models without freeform tools call them as functions with the text as one argument. */
  private String input() {
    return tool.spec() instanceof ToolSpec.Freeform && call instanceof FunctionCall
        ? RecordReader.of(FreeformInput.class).read(call.input()).input()
        : call.input();
  }

  private record FreeformInput(String input) {}

  private ToolInvocation invocation(Glance glance) {
    return ToolInvocation.builder()
        .sessionId(conversation.id())
        .turnId(turnId)
        .callId(call.callId())
        .input(input())
        .workingDirectory(conversation.workingDirectory())
        .commands(glance)
        .files(glance)
        .session(conversation.scope())
        .cancellation(cancellation)
        .build();
  }

  private void intend(ApprovalRequest request) {
    if (assembly.ledger() != Ledger.none()) {
      assembly.ledger().intend(entry(request));
    }
  }

  /** What is done is done: a book that cannot be written does not change what the model is told. */
  private void settle(ApprovalRequest request, Ledger.Outcome outcome) {
    if (assembly.ledger() == Ledger.none()) {
      return;
    }
    try {
      assembly.ledger().settle(entry(request), outcome);
    } catch (RuntimeException e) {
      LOG.warn(
          "The ledger did not settle call {} of {} as {}", call.callId(), call.name(), outcome, e);
      events.accept(new Notice("The ledger did not settle call " + call.callId() + " of "
          + call.name() + " as " + outcome + ": " + e.getMessage()));
    }
  }

  private Ledger.Entry entry(ApprovalRequest request) {
    return new Ledger.Entry(conversation.id(), turnId, request, Digest.call(call));
  }

  /** Tools that describe themselves as a mere call report nothing; we report for them. */
  private Optional<ToolExecution.Builder> show(ApprovalRequest request) {
    if (!(request instanceof CallTool)) {
      return Optional.empty();
    }
    ToolExecution.Builder item = ToolExecution.builder()
        .id(call.callId())
        .tool(call.name())
        .input(redaction.secrets().redact(call.input()))
        .status(WorkStatus.IN_PROGRESS);
    events.accept(new ItemStarted(item.build()));
    return Optional.of(item);
  }

  private void hide(ToolExecution.Builder item, WorkStatus status, String output, long begin) {
    events.accept(new ItemCompleted(item.status(status)
        .output(output)
        .duration(Duration.ofNanos(System.nanoTime() - begin))
        .build()));
  }
}
