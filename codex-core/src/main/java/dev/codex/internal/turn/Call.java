package dev.codex.internal.turn;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.OutputDelta;
import dev.codex.exec.Sandbox;
import dev.codex.hook.AfterTool;
import dev.codex.internal.change.ChangeTracker;
import dev.codex.internal.files.TurnFiles;
import dev.codex.internal.gate.Book;
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
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.Decision;
import dev.codex.policy.SandboxPolicy;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Progress;
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

    /** Somebody will answer later; the turn ends, and the call may be done after that. */
    record Deferred(Pass.Deferred pass, ToolCall call, List<String> context) implements End {}

    /** The call was stopped before it had an answer of its own. */
    record Cancelled() implements End {}

    /** The approver wants the turn to stop. */
    record StopTurn() implements End {}

    /** The tool has a bug, which fails the turn and is none of the model's business. */
    record Broken(Throwable cause) implements End {}
  }

  private final Assembly assembly;
  private final Conversation conversation;
  private final String turnId;
  private final Consumer<Event> events;
  private final Gate gate;
  private final Tool tool;
  private final ChangeTracker changes;
  private final Cancellation cancellation = new Cancellation();
  private final Expiry expiry;
  private final List<String> context = new ArrayList<>(0); // used by the call's thread only
  private final ToolCall written; // by the model
  private ToolCall call; // what is really called, which a hook may have rewritten
  private volatile Optional<CommandExecution> ran = Optional.empty();
  private final Book book;
  private Optional<LateAnswer> answer = Optional.empty();

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
    this.expiry = new Expiry(assembly.threads(), cancellation);
    this.book = new Book(assembly.ledger(), assembly.clock(), conversation.id(), turnId);
  }

  /**
   * Somebody's answer to a call that was put off.
   *
   * @param digest what the answer is bound to
   */
  record LateAnswer(String digest, Decision decision) {}

  /** This call was put off by an earlier turn, and this is the answer. */
  Call answeredBy(LateAnswer late) {
    answer = Optional.of(late);
    return this;
  }

  boolean isParallelSafe() {
    return tool.isParallelSafe();
  }

  void cancel() {
    cancellation.cancel();
  }

  /** Runs the call on this thread. */
  End run() {
    try {
      return attempt();
    } catch (ToolException | SandboxUnavailableException e) {
      return answer(ToolResult.error(String.valueOf(e.getMessage())));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      if (cancellation.isCancelled()) {
        return new End.Cancelled();
      }
      return new End.Broken(e);
    }
  }

  private End attempt() throws Exception {
    ToolInvocation bare = invocation();
    ApprovalRequest request = tool.describe(bare);
    HookVerdict hooked = answer.isPresent()
        ? HookVerdict.NOTHING // they were asked when the call was put off
        : gate.before(call, request, cancellation);
    context.addAll(hooked.context());
    if (hooked.rewritten().isPresent()) {
      call = written.withInput(hooked.rewritten().get());
      bare = invocation();
      request = tool.describe(bare);
    }
    Pass pass = answer.isPresent()
        ? gate.redeem(call, request, answer.get().digest(), answer.get().decision(), cancellation)
        : gate.admit(call, request, hooked, cancellation);
    if (pass instanceof Pass.Admitted admitted) {
      if (cancellation.isCancelled()) {
        return new End.Cancelled();
      }
      return act(bare, request, admitted);
    }
    return turnedDown(request, pass);
  }

  private End turnedDown(ApprovalRequest request, Pass pass) {
    if (pass instanceof Pass.Refused refused) {
      book.settle(entry(request, "denied: " + refused.text()), Ledger.Outcome.DENIED);
      return answer(
          ToolResult.error(refused.isReason() ? tool.refusal(refused.text()) : refused.text()));
    }
    if (pass instanceof Pass.Deferred deferred) {
      book.settle(entry(request, "put off"), Ledger.Outcome.DEFERRED);
      return new End.Deferred(deferred, call, List.copyOf(context));
    }
    book.settle(entry(request, "denied: the turn was stopped"), Ledger.Outcome.DENIED);
    return new End.StopTurn();
  }

  private End act(ToolInvocation bare, ApprovalRequest request, Pass.Admitted admitted)
      throws Exception {
    gate.guard().admitted(request);
    ToolResult result = attempt(bare, request, admitted);
    Optional<CommandExecution> command = ran;
    if (result.isError() && command.isPresent() && !cancellation.isCancelled()) {
      Optional<Pass> again = gate.retry(call, request, command.get(), cancellation);
      if (again.isPresent() && again.get() instanceof Pass.Admitted outside) {
        result = attempt(bare, request, outside);
      }
    }
    return answer(afterHooks(request, result));
  }

  private ToolResult attempt(ToolInvocation bare, ApprovalRequest request, Pass.Admitted admitted)
      throws Exception {
    SandboxPolicy policy = admitted.policy();
    Sandbox sandbox = assembly.sandbox();
    TurnFiles files = conversation.turnFiles();
    ToolInvocation invocation = bare.toBuilder()
        .commands(files.watched(
            changes.watch(
                command -> sandbox.start(command, policy), policy, () -> sandbox.files(policy)),
            policy))
        .files(gate.guard().guarded(files.watched(Capabilities.files(sandbox, policy, changes))))
        .progress(new Reporter())
        .build();
    Ledger.Entry entry = entry(request, admitted.decision());
    book.intend(entry);
    Optional<ToolExecution.Builder> shown = show(request);
    long begin = System.nanoTime();
    expiry.begin(tool.timeout());
    ToolResult result;
    try {
      result = Objects.requireNonNull(tool.call(invocation), "the tool returned null");
    } catch (ToolException e) {
      result = ToolResult.error(String.valueOf(e.getMessage()));
    } catch (Exception | Error e) {
      if (!expiry.isOver()) {
        book.settle(entry, Ledger.Outcome.FAILED);
        shown.ifPresent(item -> hide(item, WorkStatus.FAILED, "", begin));
        throw e;
      }
      result = ToolResult.error("");
    } finally {
      expiry.end();
    }
    if (expiry.isOver()) {
      result = ToolResult.error("timed out after " + shown(tool.timeout()) + "\n" + result.text());
    }
    WorkStatus status = result.isError() ? WorkStatus.FAILED : WorkStatus.COMPLETED;
    String output = result.text();
    shown.ifPresent(item -> hide(item, status, output, begin));
    book.settle(entry, outcome(result));
    return result;
  }

  private Ledger.Entry entry(ApprovalRequest request, String decision) {
    return book.entry(call, request, decision);
  }

  private static String shown(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private Ledger.Outcome outcome(ToolResult result) {
    if (cancellation.isCancelled()) {
      return Ledger.Outcome.CANCELLED;
    }
    return result.isError() ? Ledger.Outcome.FAILED : Ledger.Outcome.SUCCEEDED;
  }

  private ToolResult afterHooks(ApprovalRequest request, ToolResult result) {
    if (assembly.hooks().isEmpty()) {
      return result;
    }
    HookVerdict hooked = gate.after(
        AfterTool.builder()
            .call(call)
            .request(request)
            .output(result.text())
            .printed(ran.map(CommandExecution::output)),
        cancellation);
    context.addAll(hooked.context());
    return hooked.denials().isEmpty() ? result : ToolResult.error(hooked.reasons());
  }

  private End answer(ToolResult result) {
    return new End.Answered(result, List.copyOf(context));
  }

  /** Models without freeform tools call them as functions with the text as one argument. */
  private String input() {
    return tool.spec() instanceof ToolSpec.Freeform && call instanceof FunctionCall
        ? RecordReader.of(FreeformInput.class).read(call.input()).input()
        : call.input();
  }

  private record FreeformInput(String input) {}

  private ToolInvocation invocation() {
    return ToolInvocation.builder()
        .sessionId(conversation.id())
        .turnId(turnId)
        .callId(call.callId())
        .input(input())
        .workingDirectory(conversation.workingDirectory())
        .commands(Capabilities.NO_COMMANDS)
        .files(Capabilities.readOnly(assembly))
        .session(conversation.scope())
        .cancellation(cancellation)
        .build();
  }

  /** Tools that describe themselves as a mere call report nothing; we report for them. */
  private Optional<ToolExecution.Builder> show(ApprovalRequest request) {
    if (!(request instanceof CallTool)) {
      return Optional.empty();
    }
    ToolExecution.Builder item = ToolExecution.builder()
        .id(call.callId())
        .tool(call.name())
        .input(call.input())
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

  /** Passes on what a tool tells of its work. */
  private final class Reporter implements Progress {
    @Override
    public void started(WorkItem item) {
      events.accept(new ItemStarted(item));
    }

    @Override
    public void output(String itemId, String text) {
      events.accept(new OutputDelta(itemId, text));
    }

    @Override
    public void completed(WorkItem item) {
      if (item instanceof FileChange change) {
        changes.note(change);
      }
      if (item instanceof CommandExecution command) {
        ran = Optional.of(command);
      }
      events.accept(new ItemCompleted(item));
    }
  }
}
