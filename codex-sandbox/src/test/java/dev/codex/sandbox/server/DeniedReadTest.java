package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.files.LocalFiles;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile denies is not read through an executor, whichever method is asked. */
class DeniedReadTest {

  @TempDir
  private Path directory;

  private Path secret;
  private Path link;
  private ExecServer server;

  @BeforeEach
  void listen() throws IOException {
    directory = directory.toRealPath();
    secret = Files.createDirectory(directory.resolve("secret"));
    Files.write(secret.resolve("small"), new byte[1]);
    Files.write(secret.resolve("large"), new byte[5 << 20]);
    Files.writeString(directory.resolve("plain"), "x");
    link = Files.createSymbolicLink(directory.resolve("link"), secret.resolve("large"));
    server = ExecServer.builder().sandbox(new FilesOnly()).listen();
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Needs nothing of the machine that runs the test. */
  private static final class FilesOnly implements Sandbox {
    @Override
    public void require(SandboxPolicy policy) {}

    @Override
    public RunningCommand start(Command command, SandboxPolicy policy) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileAccess files(SandboxPolicy policy) {
      return LocalFiles.under(policy, List.of());
    }
  }

  @Test
  void deniedFilesAreNotReadWhateverTheirSize() {
    SandboxPolicy policy = SandboxPolicy.profile().deny(secret.toString()).build();
    try (RemoteSandbox sandbox = RemoteSandbox.connect(server.url())) {
      FileAccess files = sandbox.files(policy);

      for (Path path : List.of(secret.resolve("small"), secret.resolve("large"), link)) {
        assertThatThrownBy(() -> files.read(path))
            .as("%s", path)
            .isInstanceOf(AccessDeniedException.class);
      }
      assertThatThrownBy(() -> files.status(secret.resolve("small")))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  private String request(String parameters) {
    String root = "file://" + directory;
    return "{" + parameters.replace("@", root)
        + ",\"sandbox\":{\"permissions\":{\"type\":\"managed\",\"file_system\":{\"type\":"
        + "\"restricted\",\"entries\":[{\"path\":{\"type\":\"special\",\"value\":{\"kind\":"
        + "\"root\"}},\"access\":\"read\"},{\"path\":{\"type\":\"path\",\"path\":\"" + root
        + "\"},\"access\":\"write\"},{\"path\":{\"type\":\"path\",\"path\":\"" + root
        + "/secret\"},\"access\":\"deny\"}]},\"network\":\"restricted\"},\"cwd\":\"" + root
        + "\",\"workspaceRoots\":[\"" + root + "\"]}}";
  }

  @Test
  void noOtherMethodLeadsToDeniedFiles() throws Exception {
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();
      for (String name : List.of("secret/large", "link")) {
        String path = "\"path\":\"@/" + name + "\"";
        String copy =
            "\"sourcePath\":\"@/" + name + "\",\"destinationPath\":\"@/copy\",\"recursive\":true";

        assertRefused(client.call("fs/open", request("\"handleId\":\"h\"," + path)));
        assertRefused(client.call("fs/canonicalize", request(path)));
        assertRefused(client.call("fs/copy", request(copy)));
      }
      assertRefused(client.call(
          "fs/copy",
          request("\"sourcePath\":\"@\",\"destinationPath\":\"@/../copy\",\"recursive\":true")));
      assertThat(directory.resolve("copy")).doesNotExist();
    }
  }

  private static void assertRefused(JsonNode answer) {
    assertThat(answer.path("error").path("message").asText())
        .as("%s", answer)
        .isEqualTo("Read-only file system (os error 30)");
  }

  @Test
  void aWalkNamesNothingBelowADeniedFolder() throws Exception {
    try (RawClient client = RawClient.connect(server.url())) {
      client.begin();
      String options = "\"path\":\"@\",\"options\":{\"maxDepth\":9,\"maxDirectories\":99,"
          + "\"maxEntries\":99,\"followDirectorySymlinks\":true,\"pruneHiddenDirectories\":false}";

      JsonNode walk = client.call("fs/walk", request(options)).path("result");

      String root = "file://" + directory;
      assertThat(walk.path("entries"))
          .isEqualTo(RawClient.json("[{\"path\":\"" + root + "/plain\",\"kind\":\"file\"}]"));
      assertThat(walk.path("errors").findValuesAsText("path")).containsExactly(root + "/secret");
    }
  }
}
