package dev.codex.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.EditFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DigestTest {

  @Test
  void aGrantForOneOddlyNamedFileIsNoGrantForTwo() {
    EditFiles one = edit("/repo/a, /etc/passwd");
    EditFiles two = edit("/repo/a", "/etc/passwd");

    assertThat(Digest.grant(one)).isNotEqualTo(Digest.grant(two));
  }

  private static EditFiles edit(String... paths) {
    EditFiles.Builder edit = EditFiles.builder().tool("apply_patch").diff("");
    for (String path : paths) {
      edit.addPaths(Path.of(path));
    }
    return edit.build();
  }
}
