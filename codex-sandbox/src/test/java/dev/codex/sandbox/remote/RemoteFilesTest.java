package dev.codex.sandbox.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.server.ExecServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteFilesTest {

  /** Never connected to: what a policy says by name needs no executor. */
  private static final URI NOWHERE = URI.create("ws://127.0.0.1:1");

  private static final Path ROOT = Path.of("/work/project");

  @Test
  void protectedNamesAreProtectedInAnyCase() {
    try (RemoteSandbox sandbox = RemoteSandbox.connect(NOWHERE)) {
      for (SandboxPolicy policy : List.of(
          SandboxPolicy.workspaceWrite(ROOT),
          SandboxPolicy.profile().write(ROOT).build())) {
        FileAccess files = sandbox.files(policy);

        assertThat(files.isWritable(ROOT.resolve("file"))).isTrue();
        for (String name : List.of(".git/config", ".Git/config", "a/.CODEX/x", ".Agents")) {
          assertThat(files.isWritable(ROOT.resolve(name))).as(name).isFalse();
        }
      }
    }
  }

  @Test
  void handlesOfLargeFilesHaveIdsThatCodexTakes(@TempDir Path directory) throws Exception {
    List<String> handles = new CopyOnWriteArrayList<>();
    Pattern id = Pattern.compile("\"fs/open\".*\"handleId\":\"([^\"]*)\"");
    try (ExecServer server = ExecServer.builder().listen()) {
      RecoveryTimes times = RecoveryTimes.standard();
      Connector tapped =
          new TappedConnector(new WebSocketConnector(server.url(), Map.of(), times), message -> {
            Matcher found = id.matcher(message);
            if (found.find()) {
              handles.add(found.group(1));
            }
            return message;
          });
      ExecClient client = new ExecClient(new ExecClient.Surroundings(tapped, times, Pace.REAL));
      try (RemoteSandbox sandbox =
          new RemoteSandbox(client, EnvironmentPolicy.standard(), "tapped")) {
        FileAccess files = sandbox.files(SandboxPolicy.dangerFullAccess());
        byte[] large = new byte[5 << 20];
        Path file = directory.resolve("large");

        files.apply(List.of(FileEdit.write(file, large)));
        assertThat(files.read(file)).isEqualTo(large);
        try (InputStream opened = files.open(file)) {
          assertThat(opened.readAllBytes()).isEqualTo(large);
        }
      }
    }

    assertThat(handles).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
    assertThat(handles).allSatisfy(handle -> assertThat(handle).matches("[0-9a-f]{1,32}"));
  }
}
