package dev.codex.sandbox;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codex.exec.FileHistory;
import dev.codex.policy.CommandRules;
import dev.codex.policy.ConnectionRules;
import dev.codex.sandbox.rules.RulesFiles;
import dev.codex.testing.contract.CommandRulesContract;
import dev.codex.testing.contract.ConnectionRulesContract;
import dev.codex.testing.contract.Contract;
import dev.codex.testing.contract.FileHistoryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The ports of core that this module implements beside the sandbox. */
class PortContractsTest {

  @TempDir
  private Path folder;

  private final List<LocalFileHistory> histories = new ArrayList<>();

  @AfterEach
  void close() {
    histories.forEach(LocalFileHistory::close);
  }

  @TestFactory
  Stream<DynamicTest> historiesInAFolder() {
    return tests(new FileHistoryContract() {
      private Path directory = folder;

      @Override
      protected FileHistory history() {
        directory = newFolder("work");
        LocalFileHistory history = LocalFileHistory.in(newFolder("history"));
        histories.add(history);
        return history;
      }

      @Override
      protected Path directory() {
        return directory;
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> rulesFilesForCommands() {
    return tests(new CommandRulesContract() {
      @Override
      protected CommandRules rules() {
        return rulesFiles();
      }

      @Override
      protected List<List<String>> commands() {
        return List.of(
            List.of("make", "all"),
            List.of("git", "push", "--force"),
            List.of("bash", "-lc", "cd a && make all | tee log"),
            List.of("rm", "-rf", "/"),
            List.of("unheard-of"));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> rulesFilesForConnections() {
    return tests(new ConnectionRulesContract() {
      @Override
      protected ConnectionRules rules() {
        return rulesFiles();
      }

      @Override
      protected List<String> hosts() {
        return List.of("good.example.org", "bad.example.org", "other.example.org", "127.0.0.1");
      }
    });
  }

  private RulesFiles rulesFiles() {
    return RulesFiles.builder()
        .add("some.rules", """
            prefix_rule(pattern=["make"], decision="allow")
            prefix_rule(pattern=["git", "push"], decision="prompt")
            prefix_rule(pattern=["rm", "-rf", "/"], decision="forbidden")
            network_rule(host="good.example.org", protocol="https", decision="allow")
            network_rule(host="bad.example.org", protocol="https", decision="deny")
            """)
        .amendments(newFolder("rules").resolve("amended.rules"))
        .build();
  }

  private Path newFolder(String name) {
    try {
      return Files.createTempDirectory(folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<DynamicTest> tests(Contract contract) {
    return contract.checks().entrySet().stream()
        .map(check -> dynamicTest(check.getKey(), check.getValue()::run));
  }
}
