package dev.codex.testing.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codex.auth.ApiKey;
import dev.codex.auth.Credential;
import dev.codex.hook.CommandHooks;
import dev.codex.hook.Hook;
import dev.codex.hook.HookResult;
import dev.codex.ledger.JsonlLedger;
import dev.codex.ledger.Ledger;
import dev.codex.policy.Approver;
import dev.codex.policy.CommandRules;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.Decision;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import dev.codex.review.ModelApprover;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.Gate;
import dev.codex.testing.RecordingApprover;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The ports that a host answers with, as this module implements them. */
class PortContractsTest {

  private static final String ALLOW = "{\"riskLevel\":\"LOW\",\"userAuthorization\":\"HIGH\","
      + "\"outcome\":\"ALLOW\",\"rationale\":\"Asked for.\"}";

  @TempDir
  private Path folder;

  @TestFactory
  Stream<DynamicTest> ledgersOfJsonLines() {
    return tests(new LedgerContract() {
      private int number;

      @Override
      protected Ledger ledger() {
        number++;
        return reopened();
      }

      @Override
      protected Ledger reopened() {
        return JsonlLedger.in(folder.resolve("ledger-" + number + ".jsonl"));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> recordingApprovers() {
    return tests(new ApproverContract() {
      @Override
      protected Approver approver() {
        return new RecordingApprover().otherwise(Decision.approve());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> approversThatDenyAll() {
    return tests(new ApproverContract() {
      @Override
      protected Approver approver() {
        return Approver.denyAll();
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> approversThatAreModels() {
    return tests(new ApproverContract() {
      @Override
      protected Approver approver() {
        return ModelApprover.builder(
                FunctionModel.answering((request, answer) -> answer.message(ALLOW)))
            .build();
      }

      @Override
      protected Optional<Approver> waitingApprover(CountDownLatch asked) {
        return Optional.of(ModelApprover.builder(FunctionModel.answering((request, answer) -> {
              asked.countDown();
              answer.waitFor(new Gate());
            }))
            .build());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> apiKeysForOneServer() {
    return tests(new CredentialContract() {
      @Override
      protected Credential credential() {
        return ApiKey.of(secret()).onlyFor(origin());
      }

      @Override
      protected URI origin() {
        return URI.create("https://models.example.org");
      }

      @Override
      protected String secret() {
        return "sk-contract-4711";
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> hooksThatAreLambdas() {
    return tests(new HookContract() {
      @Override
      protected Hook hook() {
        return event -> HookResult.proceed();
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> hooksThatAreCommands() {
    assumeThat(File.separator).as("the command is one of Unix").isEqualTo("/");
    return Stream.of("PreToolUse", "PostToolUse", "PermissionRequest", "SessionStart", "Stop")
        .flatMap(point -> tests(new HookContract() {
          @Override
          protected Hook hook() {
            return commandHook(point);
          }
        }));
  }

  private Hook commandHook(String point) {
    try {
      Path file = Files.createTempFile(folder, "hooks", ".json");
      Files.writeString(
          file,
          "{\"hooks\":{\"" + point
              + "\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"true\"}]}]}}");
      return CommandHooks.builder()
          .environment(System.getenv())
          .addFile(file)
          .build()
          .hooks()
          .get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> rulesThatSayNothing() {
    return Stream.concat(
        tests(new RulesContract(CommandRules.none())), tests(new ConnectionRulesContract() {
          @Override
          protected ConnectionRules rules() {
            return ConnectionRules.none();
          }

          @Override
          protected List<String> hosts() {
            return List.of("example.org");
          }
        }));
  }

  @Test
  void aLedgerThatForgetsIsFoundOut() {
    LedgerContract contract = new LedgerContract() {
      @Override
      protected Ledger ledger() {
        return Ledger.none();
      }

      @Override
      protected Ledger reopened() {
        return Ledger.none();
      }
    };

    assertThatThrownBy(contract::whatADeadProcessLeftOpenIsToldInItsOrder)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("What was entered and not settled: expected [");
    assertThatThrownBy(contract::anInterruptedEntrySpoilsNoOther)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is lost");
  }

  @Test
  void rulesThatForgetOrAllowTooMuchAreFoundOut() {
    assertThatThrownBy(new RulesContract(new CommandRules() {
          @Override
          public Verdict judge(RunCommand command) {
            return Verdict.silent();
          }

          @Override
          public boolean remember(RuleAmendment amendment) {
            return true;
          }
        })::whatIsRememberedHoldsFromNowOnAndForNothingElse)
        .isInstanceOf(AssertionError.class)
        .hasMessage("What was remembered is judged as Silent[]");
    assertThatThrownBy(new RulesContract(new CommandRules() {
          private boolean open;

          @Override
          public Verdict judge(RunCommand command) {
            return open ? Verdict.allow() : Verdict.silent();
          }

          @Override
          public boolean remember(RuleAmendment amendment) {
            open = true;
            return true;
          }
        })::whatIsRememberedHoldsFromNowOnAndForNothingElse)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("The verdicts on other commands");
  }

  @Test
  @SuppressWarnings("NullAway") // which is what they do wrong
  void whoeverDoesNotAnswerIsFoundOut() {
    ApproverContract approvers = new ApproverContract() {
      @Override
      protected Approver approver() {
        return request -> null;
      }
    };
    HookContract hooks = new HookContract() {
      @Override
      protected Hook hook() {
        return event -> null;
      }
    };

    assertThatThrownBy(approvers::everyKindOfWishIsAnswered)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("No answer to: make all in ");
    assertThatThrownBy(hooks::everyPointIsAnswered)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("No answer to SessionStarted");
  }

  @Test
  void aKeyForEverybodyIsFoundOut() {
    CredentialContract contract = new CredentialContract() {
      @Override
      protected Credential credential() {
        return ApiKey.of(secret());
      }

      @Override
      protected URI origin() {
        return URI.create("https://models.example.org");
      }

      @Override
      protected String secret() {
        return "sk-contract-4711";
      }
    };

    assertThatThrownBy(contract::noOtherServerIsAnswered)
        .isInstanceOf(AssertionError.class)
        .hasMessage("https://models.example.org:1 is given the secret.");
  }

  private static Stream<DynamicTest> tests(Contract contract) {
    return contract.checks().entrySet().stream()
        .map(check -> dynamicTest(check.getKey(), check.getValue()::run));
  }

  private static final class RulesContract extends CommandRulesContract {
    private final CommandRules rules;

    RulesContract(CommandRules rules) {
      this.rules = rules;
    }

    @Override
    protected CommandRules rules() {
      return rules;
    }

    @Override
    protected List<List<String>> commands() {
      return List.of(List.of("make", "all"));
    }
  }
}
