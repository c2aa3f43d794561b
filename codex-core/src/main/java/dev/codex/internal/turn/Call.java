package dev.codex.internal.turn;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.error.ToolException;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.hook.AfterTool;
import dev.codex.internal.change.ChangeTracker;
import dev.codex.internal.files.TurnFiles;
import dev.codex.internal.gate.Admission;
import dev.codex.internal.gate.Book;
import dev.codex.internal.gate.Gate;
import dev.codex.internal.gate.HookVerdict;
import dev.codex.internal.gate.Reading;
import dev.codex.internal.lease.Lease;
import dev.codex.internal.lease.Redaction;
import dev.codex.internal.schema.RecordReader;
import dev.codex.internal.thread.Expiry;
import dev.codex.item.CommandExecution;
import dev.codex.item.FileChange;
import dev.codex.item.FunctionCall;
import dev.codex.item.ToolCall;
import dev.codex.item.WorkItem;
import dev.codex.item.WorkStatus;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Decision;
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

  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private final Assembly assembly;
  private final Conversation conversation;
  private final String turnId;
  private final EventLog events;
  private final Gate gate;
  private final Tool tool;
  private final ChangeTracker changes;
  private final Cancellation cancellation = new Cancellation();
  private final Expiry expiry;
  private final Redaction redaction;
  private final List<String> context = new ArrayList<>(0); // used by the call's thread only
  private final ToolCall written; // by the model
  private volatile ToolCall call; // what is really called, which a hook may have rewritten
  private volatile Optional<CommandExecution> ran = Optional.empty();
  private final Book book;
  private Optional<LateAnswer> answer = Optional.empty();

  private volatile @Nullable Work work; // once the tool acts

  /** Ends the call for everybody who waits for it, if the tool does not. */
  private volatile @Nullable Consumer<CallEnd> early;

  Call(
      Conversation conversation,
      String turnId,
      EventLog events,
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
    this.redaction = assembly.redaction();
    this.expiry = new Expiry(assembly.threads(), cancellation, this::leave);
    this.book = gate.book(redaction.secrets(), assembly.clock(), events);
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

  /** What the tool uses and what is shown of it. */
  private record Work(Lease lease, Optional<ShownCall> shown) {}

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
      current.shown.ifPresent(item -> item.end(WorkStatus.FAILED, ""));
    }
    Consumer<CallEnd> waiting = early;
    if (waiting != null) {
      waiting.accept(
          expiry.isOver()
              ? answer(ToolResult.error(timedOut() + ". The tool did not stop when it was told to;"
                  + " what it was doing may still happen."))
              : new CallEnd.Cancelled());
    }
  }

  /**
   * Runs the call on this thread.
   *
   * @param early told the end if the tool is left behind; what is returned then is of no use
   */
  CallEnd run(Consumer<CallEnd> early) {
    this.early = early;
    try {
      return attempt();
    } catch (ToolException | SandboxUnavailableException e) {
      return answer(ToolResult.error(String.valueOf(e.getMessage())));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      if (cancellation.isCancelled()) {
        return new CallEnd.Cancelled();
      }
      return new CallEnd.Broken(redaction.of(e));
    }
  }

  private CallEnd attempt() throws Exception {
    Glance glance = new Glance(assembly);
    try {
      return attempt(glance);
    } finally {
      glance.end();
    }
  }

  private CallEnd attempt(Glance glance) throws Exception {
    ToolInvocation bare = invocation(glance);
    ApprovalRequest request = gate.known(tool.describe(bare));
    HookVerdict hooked = answer.isPresent()
        ? HookVerdict.NOTHING // they were asked when the call was put off
        : gate.before(call, request, cancellation);
    context.addAll(hooked.context());
    if (hooked.rewritten().isPresent()) {
      call = written.withInput(hooked.rewritten().get());
      bare = invocation(glance);
      request = gate.known(tool.describe(bare));
    }
    glance.end();
    Gate.Ruling ruling = rule(request, hooked);
    if (!(ruling.admission() instanceof Admission.Admitted admitted)) {
      return turnedDown(ruling);
    }
    return cancellation.isCancelled()
        ? new CallEnd.Cancelled()
        : act(bare, ruling.request(), admitted);
  }

  private Gate.Ruling rule(ApprovalRequest request, HookVerdict hooked) {
    return answer.isPresent()
        ? gate.redeem(call, request, answer.get().digest(), answer.get().decision(), cancellation)
        : new Gate.Ruling(request, gate.admit(call, request, hooked, cancellation));
  }

  private CallEnd turnedDown(Gate.Ruling ruling) {
    ApprovalRequest request = ruling.request();
    if (ruling.admission() instanceof Admission.Refused refused) {
      return answer(refusal(request, refused));
    }
    if (ruling.admission() instanceof Admission.Deferred deferred) {
      book.settle(book.entry(call, request, "put off"), Ledger.Outcome.DEFERRED);
      return new CallEnd.Deferred(deferred, call, List.copyOf(context));
    }
    book.settle(book.entry(call, request, "denied: the turn was stopped"), Ledger.Outcome.DENIED);
    return new CallEnd.StopTurn();
  }

  private ToolResult refusal(ApprovalRequest request, Admission.Refused refused) {
    book.settle(book.entry(call, request, "denied: " + refused.text()), Ledger.Outcome.DENIED);
    return ToolResult.error(refused.isReason() ? tool.refusal(refused.text()) : refused.text());
  }

  private CallEnd act(ToolInvocation bare, ApprovalRequest request, Admission.Admitted admitted)
      throws Exception {
    ToolResult result = once(bare, request, admitted);
    Optional<CommandExecution> command = ran;
    if (result != null && result.isError() && command.isPresent() && !cancellation.isCancelled()) {
      Optional<Gate.Ruling> again = gate.retry(call, request, command.get(), cancellation);
      if (again.isPresent()) {
        ApprovalRequest wider = again.get().request();
        if (again.get().admission() instanceof Admission.Admitted outside) {
          result = once(bare, wider, outside);
        } else if (again.get().admission() instanceof Admission.Refused refused) {
          // it has run: the model needs to know what it did inside as well as why that is all
          result =
              ToolResult.error(result.text() + "\n" + refusal(wider, refused).text());
        } else {
          return turnedDown(again.get());
        }
      }
    }
    return result == null ? new CallEnd.Cancelled() : answer(afterHooks(request, result));
  }

  /** One attempt; null if the tool was left behind. */
  private @Nullable ToolResult once(
      ToolInvocation bare, ApprovalRequest request, Admission.Admitted admitted) throws Exception {
    Reading reading = admitted.reading().orElseGet(() -> Reading.of(request));
    gate.guard().admitted(reading, admitted.policy());
    Lease lease = lease(admitted.policy());
    try (Cancellation.Registration ignored = cancellation.onCancel(() -> revoke(lease))) {
      return use(bare, request, lease, book.entry(call, request, admitted.decision()));
    } finally {
      lease.closeCommands();
    }
  }

  private Lease lease(SandboxPolicy policy) {
    Sandbox sandbox = assembly.sandbox();
    TurnFiles watched = conversation.files().turn();
    return new Lease(
        "Call " + call.callId() + " of " + call.name(),
        watched.watched(
            changes.watch(
                command -> sandbox.start(command, policy), policy, () -> sandbox.files(policy)),
            policy),
        gate.guard()
            .guarded(watched.watched(new TrackedFiles(() -> sandbox.files(policy), changes))),
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
      ran = Optional.of(command);
    }
  }

  /** On a thread of its own: whoever cancels shall not have to wait for processes to go. */
  private void revoke(Lease lease) {
    List<RunningCommand> commands = lease.revoke();
    if (!commands.isEmpty()) {
      assembly.threads().runAnyway(() -> commands.forEach(RunningCommand::kill));
    }
  }

  private @Nullable ToolResult use(
      ToolInvocation bare, ApprovalRequest request, Lease lease, Ledger.Entry entry)
      throws Exception {
    ToolInvocation invocation =
        bare.toBuilder().commands(lease).files(lease).progress(lease).build();
    Optional<String> unentered = book.intend(entry);
    if (unentered.isPresent()) {
      throw new ToolException(tool.refusal(unentered.get()));
    }
    Work begun = new Work(lease, ShownCall.begin(call, request, redaction, events));
    work = begun;
    expiry.begin(tool.timeout());
    events.tell();
    ToolResult result;
    try {
      result = Objects.requireNonNull(tool.call(invocation), "the tool returned null");
    } catch (ToolException e) {
      result = ToolResult.error(String.valueOf(e.getMessage()));
    } catch (Exception | Error e) {
      if (!expiry.isOver()) {
        if (lease.end()) {
          begun.shown.ifPresent(item -> item.end(WorkStatus.FAILED, ""));
        }
        book.settle(entry, outcome(Ledger.Outcome.FAILED));
        throw e;
      }
      result = ToolResult.error("");
    } finally {
      expiry.end();
    }
    if (expiry.isOver()) {
      result = ToolResult.error(timedOut() + "\n" + result.text());
    }
    return done(entry, begun, redaction.of(result));
  }

  private @Nullable ToolResult done(Ledger.Entry entry, Work done, ToolResult result) {
    WorkStatus status = result.isError() ? WorkStatus.FAILED : WorkStatus.COMPLETED;
    boolean inTime = done.lease.end();
    if (inTime) {
      done.shown.ifPresent(item -> item.end(status, result.text()));
    }
    book.settle(
        entry, outcome(result.isError() ? Ledger.Outcome.FAILED : Ledger.Outcome.SUCCEEDED));
    return inTime ? result : null;
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
        AfterTool.builder()
            .call(call)
            .request(request)
            .output(result.text())
            .printed(ran.map(CommandExecution::output)),
        cancellation);
    context.addAll(hooked.context());
    return hooked.denials().isEmpty() ? result : ToolResult.error(hooked.reasons());
  }

  private CallEnd answer(ToolResult result) {
    return new CallEnd.Answered(redaction.of(result), List.copyOf(context));
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
        .maxOutputTokens(assembly.model().profile().maxToolOutputTokens())
        .build();
  }
}
