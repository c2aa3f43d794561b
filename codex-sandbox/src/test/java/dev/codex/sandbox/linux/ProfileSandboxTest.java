package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.GitAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.process.OutputReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsNamespaces
class ProfileSandboxTest {

  private final Sandbox sandbox = new NamespaceSandbox(
      Map.of("PATH", "/usr/bin:/bin"),
      List.of(),
      new OutputReaders(),
      Setup.of(Mechanism.values()));

  @TempDir
  Path directory;

  private Path workspace;

  @BeforeEach
  void fill() throws IOException {
    workspace = directory.toRealPath().resolve("workspace");
    for (String file : List.of(
        "docs/a",
        "docs/drafts/a",
        "secrets/key",
        "secrets/public/a",
        "sub/.env",
        ".env",
        "src/a")) {
      Path path = workspace.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file + "\n");
    }
  }

  private String run(SandboxPolicy policy, String script) throws IOException {
    Command command = Command.of(workspace, "/bin/sh", "-c", script);
    try (RunningCommand running = sandbox.start(command, policy)) {
      return new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theNearestRuleIsEnforced() throws IOException {
    SandboxPolicy policy = SandboxPolicy.profile()
        .write(workspace)
        .read(workspace.resolve("docs"))
        .write(workspace.resolve("docs/drafts"))
        .deny(workspace + "/**/.env")
        .deny(workspace + "/secrets")
        .deny(workspace + "/later")
        .read(workspace.resolve("secrets/public"))
        .build();

    assertThat(run(policy, "echo 1 > src/a && cat src/a")).isEqualTo("1\n");
    assertThat(run(policy, "echo 1 > docs/a")).contains("Read-only file system");
    assertThat(run(policy, "echo 2 > docs/drafts/a && cat docs/drafts/a")).isEqualTo("2\n");
    assertThat(run(policy, "cat .env; cat sub/.env; mv sub bus; chmod 777 .env"))
        .isEqualTo("cat: .env: Permission denied\ncat: sub/.env: Permission denied\n"
            + "mv: cannot move 'sub' to 'bus': Device or resource busy\n"
            + "chmod: changing permissions of '.env': Read-only file system\n");
    assertThat(run(policy, "ls secrets; cat secrets/key; cat secrets/public/a; mv secrets s"))
        .isEqualTo("ls: cannot open directory 'secrets': Permission denied\n"
            + "cat: secrets/key: No such file or directory\nsecrets/public/a\n"
            + "mv: cannot move 'secrets' to 's': Device or resource busy\n");
    assertThat(run(policy, "chmod 777 secrets; echo x > secrets/key"))
        .contains("Read-only file system");
    assertThat(run(policy, "echo x > later")).contains("later: Is a directory");
    assertThat(workspace.resolve("later")).doesNotExist();
  }

  @Test
  void theTrustedSideKeepsToTheSameRules() throws IOException {
    FileAccess files = sandbox.files(SandboxPolicy.profile()
        .write(workspace)
        .read(workspace.resolve("docs"))
        .deny(workspace + "/**/.env")
        .build());

    assertThat(files.isWritable(workspace.resolve("src/a"))).isTrue();
    assertThat(files.isWritable(workspace.resolve("docs/a"))).isFalse();
    assertThat(files.isWritable(workspace.resolve("new/.env"))).isFalse();
    assertThat(files.isWritable(workspace.resolve(".git/config"))).isFalse();
    assertThat(files.read(workspace.resolve("docs/a"))).asString().isEqualTo("docs/a\n");
    assertThatThrownBy(() -> files.read(workspace.resolve("src/../.env")))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void onlyWhatIsNamedCanBeReadWhenAllIsDenied() throws IOException {
    SandboxPolicy policy = SandboxPolicy.profile()
        .deny("/")
        .read(Path.of("/usr"))
        .read(Path.of("/bin"))
        .read(Path.of("/lib"))
        .read(Path.of("/lib64"))
        .write(workspace)
        .build();

    assertThat(run(policy, "cat src/a; ls /; ls /etc; echo x > /x"))
        .contains("src/a\n", "ls: cannot access '/etc'", "cannot create /x")
        .doesNotContain("home");
  }

  private String git(GitAccess access, String script) throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/git")));
    SandboxPolicy policy = SandboxPolicy.profile().write(workspace).git(access).build();
    return run(
        policy,
        "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a"
            + " GIT_COMMITTER_EMAIL=a HOME=/nowhere; " + script);
  }

  @Test
  void aGitFolderCanBeOpenedFarEnoughForCommitsAndNoFurther() throws Exception {
    String commit = "git add src && git commit -qm m && git log --format=%s";
    Process init = new ProcessBuilder("/usr/bin/git", "init", "-q", ".")
        .directory(workspace.toFile())
        .start();
    assertThat(init.waitFor()).isZero();

    assertThat(git(GitAccess.READ_ONLY, commit)).contains("Read-only file system");
    assertThat(git(GitAccess.INDEX_AND_OBJECTS, "git add docs && git ls-files; git commit -qm m"))
        .startsWith("docs/a\ndocs/drafts/a\n")
        .contains("fatal");
    assertThat(git(GitAccess.FULL, commit)).isEqualTo("m\n");
    assertThat(git(GitAccess.FULL, "git checkout -q -b topic && git gc -q && git branch"))
        .contains("* topic");
    assertThat(git(
            GitAccess.FULL,
            "cd .git; echo x > hooks/pre-commit; echo x >> config; mv config c; mv hooks h;"
                + " rm commondir; echo /evil > commondir; cd ..; mv .git g"))
        .doesNotContain("No such file")
        .contains("Device or resource busy");
    assertThat(workspace.resolve(".git/config")).content().doesNotContain("x\n");
    assertThat(workspace.resolve(".git/hooks/pre-commit")).doesNotExist();
    assertThat(workspace.resolve(".git/commondir")).doesNotExist();
  }
}
