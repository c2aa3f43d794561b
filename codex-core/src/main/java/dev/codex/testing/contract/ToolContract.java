package dev.codex.testing.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.error.ToolException;
import dev.codex.internal.json.Json;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.testing.StartedCommand;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * What every {@link Tool} must do. The tool acts through a {@link ScriptedSandbox}; an implementer
 * whose tool has effects elsewhere overrides {@link #assertNothingDone()} to look there too.
 */
public abstract class ToolContract extends Contract {

  private static final Path WORKSPACE = Path.of("/workspace").toAbsolutePath();

  protected ToolContract() {}

  /** A new tool. */
  protected abstract Tool tool();

  /** What a model might pass to have the tool do something. */
  protected abstract String goodInput();

  /** Scripts what {@link #goodInput()} needs. */
  protected void prepare(ScriptedSandbox sandbox) {}

  /** What the tool must refuse; empty for a tool that takes any text. */
  protected List<String> badInputs() {
    return tool().spec() instanceof ToolSpec.Function
        ? List.of("", "{", "[]", "null", "\"text\"")
        : List.of();
  }

  /** Throws AssertionError if the tool has had an effect outside the sandbox. */
  protected void assertNothingDone() {}

  public void theSpecIsTheSameAtEveryCall() {
    Tool tool = tool();

    Expect.same(tool.spec(), tool.spec(), "The spec at the second call");
  }

  public void theSpecCanBeSentToAModel() throws IOException {
    ToolSpec spec = tool().spec();

    Expect.that(
        spec.name().matches("[a-zA-Z0-9_-]{1,64}"),
        "The name '" + spec.name() + "' must be 1 to 64 letters, digits, '_' and '-'");
    if (spec instanceof ToolSpec.Function function) {
      Expect.same(
          "object", type(function.parameters()), "The type of the schema " + function.parameters());
      Expect.that(!function.description().isBlank(), "The description must not be blank");
    } else if (spec instanceof ToolSpec.Freeform freeform) {
      Expect.that(
          List.of("lark", "regex").contains(freeform.syntax()),
          "The syntax must be lark or regex and is '" + freeform.syntax() + "'");
      Expect.that(!freeform.grammar().isBlank(), "The grammar must not be blank");
    } else if (spec instanceof ToolSpec.Hosted hosted) {
      Expect.that(!type(hosted.json()).isEmpty(), "A hosted tool must have a type");
    }
  }

  /** The type that the object says it has; empty if it says none. */
  private static String type(String json) throws IOException {
    String type = "";
    try (JsonParser parser = Json.parser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isType = parser.currentName().equals("type");
        parser.nextToken();
        if (isType) {
          type = Json.textOr(parser, "");
        } else {
          parser.skipChildren();
        }
      }
    }
    return type;
  }

  public void describingACallDoesNothing() {
    ScriptedSandbox sandbox = sandbox();
    Tool tool = tool();

    ApprovalRequest request = tool.describe(invocation(sandbox, goodInput()));

    Expect.same(tool.spec().name(), request.tool(), "The tool that the description names");
    Expect.same("call-1", request.callId(), "The call that the description names");
    assertUntouched(sandbox, "describe() of a good call");
  }

  public void badArgumentsAreRefusedWithoutAnEffect() throws Exception {
    for (String input : badInputs()) {
      ScriptedSandbox sandbox = sandbox();
      Tool tool = tool();
      ToolInvocation invocation = invocation(sandbox, input);

      Expect.that(
          refuses(() -> tool.call(invocation)),
          "The input " + input + " must give a ToolException or a result that is an error");
      try {
        tool.describe(invocation);
      } catch (ToolException expected) {
        // allowed: nothing is run then
      }
      assertUntouched(sandbox, "the bad input " + input);
    }
  }

  public void aCallThatIsCancelledBeforeItBeginsEndsPromptly() throws Exception {
    ScriptedSandbox sandbox = sandbox();
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    Tool tool = tool();
    ToolInvocation invocation =
        invocation(sandbox, goodInput()).toBuilder().cancellation(cancellation).build();

    FutureTask<Boolean> call =
        Expect.start("tool-contract-call", () -> refuses(() -> tool.call(invocation)));
    Expect.promptly(call, "A call that was cancelled before it began");

    for (StartedCommand command : sandbox.started()) {
      Expect.that(
          command.isClosed(), "The cancelled call left the command " + command + " running");
    }
  }

  private ScriptedSandbox sandbox() {
    ScriptedSandbox sandbox = new ScriptedSandbox();
    prepare(sandbox);
    return sandbox;
  }

  private static ToolInvocation invocation(ScriptedSandbox sandbox, String input) {
    return sandbox.invocation(WORKSPACE, SandboxPolicy.workspaceWrite(WORKSPACE), input);
  }

  private static boolean refuses(Callable<ToolResult> call) throws Exception {
    try {
      return call.call().isError();
    } catch (ToolException expected) {
      return true;
    }
  }

  private void assertUntouched(ScriptedSandbox sandbox, String what) {
    Expect.same(List.of(), sandbox.started(), "Commands started by " + what);
    ScriptedSandbox fresh = sandbox();
    Expect.same(fresh.files().paths(), sandbox.files().paths(), "Files after " + what);
    for (Path path : fresh.files().paths()) {
      Expect.same(fresh.files().text(path), sandbox.files().text(path), "Text of " + path);
    }
    assertNothingDone();
  }
}
