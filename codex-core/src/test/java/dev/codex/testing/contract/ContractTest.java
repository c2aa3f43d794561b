package dev.codex.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalRequest;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ContractTest {

  @TestFactory
  Stream<DynamicTest> scriptedModelsKeepTheContractOfModels() {
    return tests(new ModelContract() {
      @Override
      protected Model model() {
        return new ScriptedModel().enqueueMessage("Hi").enqueueMessage("Hi").enqueueMessage("Hi");
      }

      @Override
      protected Model stalledModel() {
        ScriptedModel model = new ScriptedModel().enqueueMessage("Never.");
        model.hold();
        return model;
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> functionModelsKeepTheContractOfModels() {
    return tests(new ModelContract() {
      @Override
      protected Model model() {
        return FunctionModel.answering((request, answer) -> answer.message("Hi"));
      }

      @Override
      protected Model stalledModel() {
        return FunctionModel.answering((request, answer) -> answer.waitFor(new Gate()));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> aToolThatRunsACommandKeepsTheContractOfTools() {
    return tests(new CountLinesContract(new CountLines()));
  }

  @Test
  void aModelThatForgetsItsItemsIsFoundOut() {
    ModelContract contract = new ModelContract() {
      @Override
      protected Model model() {
        return FunctionModel.of(request -> List.of(new ModelEvent.Completed("r", Usage.ZERO)));
      }

      @Override
      protected Model stalledModel() {
        return request -> new EndedStream();
      }
    };

    assertThatThrownBy(contract::anAnswerHasItemsAndEndsWithCompleted)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("The answer must hold a finished item");
    assertThatThrownBy(contract::closingFromAnotherThreadEndsABlockedRead)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("must throw a ModelException");
  }

  @Test
  void aToolThatActsWhileItDescribesIsFoundOut() {
    ToolContract contract = new CountLinesContract(new CountLines() {
      @Override
      public ApprovalRequest describe(ToolInvocation invocation) {
        invocation.commands().start(count(invocation)).close();
        return super.describe(invocation);
      }
    });

    assertThatThrownBy(contract::describingACallDoesNothing)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Commands started by describe()");
  }

  @Test
  void aToolThatLeavesItsCommandRunningIsFoundOut() {
    ToolContract contract = new CountLinesContract(new CountLines() {
      @Override
      public ToolResult call(ToolInvocation invocation) {
        invocation.commands().start(count(invocation));
        return ToolResult.text("started");
      }
    });

    assertThatThrownBy(contract::aCallThatIsCancelledBeforeItBeginsEndsPromptly)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("left the command [wc, -l] under workspace-write running");
  }

  @Test
  void checksAreTheContractsAndNotTheImplementers() {
    assertThat(new CountLinesContract(new CountLines()).checks().keySet())
        .containsExactly(
            "aCallThatIsCancelledBeforeItBeginsEndsPromptly",
            "badArgumentsAreRefusedWithoutAnEffect",
            "describingACallDoesNothing",
            "theSpecCanBeSentToAModel",
            "theSpecIsTheSameAtEveryCall");
  }

  private static Stream<DynamicTest> tests(Contract contract) {
    return contract.checks().entrySet().stream()
        .map(check -> dynamicTest(check.getKey(), check.getValue()::run));
  }

  /** Ends without a word instead of with Completed or an exception. */
  private static final class EndedStream implements ModelStream {
    @Override
    public boolean hasNext() {
      return false;
    }

    @Override
    public ModelEvent next() {
      throw new NoSuchElementException();
    }

    @Override
    public void close() {}
  }

  private static class CountLines implements Tool {

    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "count_lines", "Counts.", "{\"type\":\"object\"}", ToolSpec.Strictness.STRICT);
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws IOException, InterruptedException {
      if (!invocation.input().startsWith("{}")) {
        throw new ToolException("Pass {}.");
      }
      try (RunningCommand command = invocation.commands().start(count(invocation))) {
        command.waitFor(Duration.ofSeconds(10));
        return ToolResult.text(new String(command.output().readAllBytes()));
      }
    }

    static Command count(ToolInvocation invocation) {
      return Command.of(invocation.workingDirectory(), "wc", "-l");
    }
  }

  private static final class CountLinesContract extends ToolContract {
    private final Tool tool;

    CountLinesContract(Tool tool) {
      this.tool = tool;
    }

    @Override
    protected Tool tool() {
      return tool;
    }

    @Override
    protected String goodInput() {
      return "{}";
    }

    @Override
    protected void prepare(ScriptedSandbox sandbox) {
      sandbox.onCommand("wc -l").prints("3\n");
    }

    public void noCheck() {
      throw new AssertionError("methods of implementers are not run");
    }
  }
}
