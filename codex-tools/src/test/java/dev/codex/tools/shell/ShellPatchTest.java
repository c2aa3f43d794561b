package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.InMemoryFiles;
import dev.codex.tool.ToolInvocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellPatchTest {

  private static final String PATCH = "*** Begin Patch\n*** Add File: $a\n+`x`\n*** End Patch";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply_patch <<'EOF'\n@\nEOF",
        "apply_patch <<EOF\n@\nEOF\n",
        "applypatch << \"PATCH\"\n@\nPATCH\n\n",
        "  apply_patch<<'EOF'  \n@\nEOF",
        "A=1 B= apply_patch <<'EOF'\n@\nEOF",
        "apply_patch <<-'EOF'\n@\nEOF"
      })
  void aCallOfApplyPatchIsAPatch(String script) {
    assertThat(ShellPatch.in(script.replace("@", PATCH)))
        .contains(new ShellPatch(PATCH, Optional.empty()));
  }

  @Test
  void whatApplyPatchIsGivenNeedNotBeAPatch() {
    assertThat(ShellPatch.in("apply_patch <<'EOF'\nhello\nEOF"))
        .contains(new ShellPatch("hello", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {"sub; sub", "/a/b.c; /a/b.c", "~; ~", "'my dir'; my dir", "\"it's\"; it's"})
  void aFolderMayBeEnteredFirst(String spelled, String directory) {
    String script = "cd " + spelled + " && apply_patch <<'EOF'\n" + PATCH + "\nEOF";

    assertThat(ShellPatch.in(script)).contains(new ShellPatch(PATCH, Optional.of(directory)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply_patch <<'EOF' | cat\n@\nEOF",
        "apply_patch <<'EOF' > out\n@\nEOF",
        "apply_patch <<'EOF' && ls\n@\nEOF",
        "apply_patch <<'EOF' # now\n@\nEOF",
        "apply_patch <<'EOF'\n@\nEOF\nls",
        "apply_patch <<'EOF'\n@",
        "apply_patch <<-'EOF'\n@\n\tEOF",
        "apply_patch <<-'EOF'\n\t@\nEOF",
        "apply_patch -v <<'EOF'\n@\nEOF",
        "apply_patch '@'",
        "sudo apply_patch <<'EOF'\n@\nEOF",
        "ls; apply_patch <<'EOF'\n@\nEOF",
        "cd a; apply_patch <<'EOF'\n@\nEOF",
        "cd a b && apply_patch <<'EOF'\n@\nEOF",
        "cd $HOME && apply_patch <<'EOF'\n@\nEOF",
        "cd \"$HOME\" && apply_patch <<'EOF'\n@\nEOF",
        "cd && apply_patch <<'EOF'\n@\nEOF",
        "cd a && cd b && apply_patch <<'EOF'\n@\nEOF",
        "bash -lc \"apply_patch <<'EOF'\n@\nEOF\n\"",
        "@"
      })
  void whatDoesMoreIsForTheShell(String script) {
    assertThat(ShellPatch.in(script.replace("@", PATCH))).isEmpty();
  }

  @Test
  void commandsAreReadToo() {
    String script = "apply_patch <<'EOF'\n" + PATCH + "\nEOF";
    ShellPatch patch = new ShellPatch(PATCH, Optional.empty());

    assertThat(ShellPatch.in(List.of("applypatch", PATCH))).contains(patch);
    assertThat(ShellPatch.in(List.of("/bin/bash", "-lc", script))).contains(patch);
    assertThat(ShellPatch.in(List.of("sh", "-c", script))).contains(patch);
    assertThat(ShellPatch.in(List.of("python", "-c", script))).isEmpty();
    assertThat(ShellPatch.in(List.of("bash", "-x", script))).isEmpty();
    assertThat(ShellPatch.in(List.of("apply_patch"))).isEmpty();
  }

  @Test
  void aPatchAsCommandIsNoticed() {
    assertThat(ShellPatch.isBarePatch(PATCH)).isTrue();
    assertThat(ShellPatch.isBarePatch("<<'EOF'\n" + PATCH + "\nEOF")).isTrue();
    assertThat(ShellPatch.isBarePatch("echo '*** Begin Patch'")).isFalse();
    assertThat(ShellPatch.isBarePatch("ls")).isFalse();
  }

  @Test
  void theCallIsHandedToTheToolInItsFolder() {
    ToolInvocation shell = ToolInvocation.builder()
        .sessionId("session")
        .turnId("turn")
        .callId("call")
        .input("{}")
        .workingDirectory(Path.of("/work"))
        .commands(command -> {
          throw new AssertionError("no command is started: " + command);
        })
        .files(new InMemoryFiles())
        .build();

    ToolInvocation call = new ShellPatch(PATCH, Optional.of("../sub")).toInvocation(shell);

    assertThat(call)
        .isEqualTo(
            shell.toBuilder().input(PATCH).workingDirectory(Path.of("/sub")).build());
  }
}
