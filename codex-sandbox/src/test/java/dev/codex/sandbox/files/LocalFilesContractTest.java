package dev.codex.sandbox.files;

import dev.codex.exec.FileAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.contract.FileAccessContract;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesContractTest {

  @TempDir
  Path root;

  @TestFactory
  Stream<DynamicTest> filesOfAWorkspaceKeepTheContract() {
    return tests(SandboxPolicy.workspaceWrite(root));
  }

  @TestFactory
  Stream<DynamicTest> filesUnderNoLimitKeepTheContract() {
    return tests(SandboxPolicy.dangerFullAccess());
  }

  private Stream<DynamicTest> tests(SandboxPolicy policy) {
    return new FileAccessContract() {
      @Override
      protected FileAccess files() {
        return LocalFiles.under(policy, List.of());
      }

      @Override
      protected Path directory() {
        return root;
      }
    }.checks().entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue()::run));
  }
}
