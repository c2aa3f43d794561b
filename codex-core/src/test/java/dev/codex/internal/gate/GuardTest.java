package dev.codex.internal.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileHistory;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.hook.Hook;
import dev.codex.internal.files.ForwardingFiles;
import dev.codex.internal.files.MadeFiles;
import dev.codex.internal.files.TurnFiles;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Approver;
import dev.codex.policy.CommandRules;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.Safeguard;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

  private static final Path WORK = Path.of("/srv/shop");

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private Safeguard limits =
      Safeguard.builder().maxDeletedFiles(5).maxOverwrittenFiles(5).build();
  private final EverythingKept kept = new EverythingKept();
  private TurnFiles files = TurnFiles.recordedBy(kept, WORK, new MadeFiles());
  private SandboxPolicy policy = SandboxPolicy.dangerFullAccess();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 20; i++) {
      put("many/file" + i, "content");
    }
    put("few/a.txt", "a");
    put("few/b.log", "b");
    put("notes.txt", "the only copy");
    put("nested/.git/HEAD", "ref");
    put("nested/src/x", "x");
    put("node_modules/a/b.js", "x");
    put(".git/config", "[core]");
    put("AGENTS.md", "Be good.");
    sandbox.files().put(Path.of("/etc/hosts"), "localhost");
    sandbox.files().put(Path.of(System.getProperty("user.home"), ".bashrc"), "alias");
  }

  private void put(String name, String content) {
    sandbox.files().put(WORK.resolve(name), content);
  }

  private Guard guard() {
    return new Guard(new Parts(sandbox, policy, limits), WORK, () -> files);
  }

  private static RunCommand script(String text) {
    return RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-lc", text)
        .script(text)
        .workingDirectory(WORK)
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf ~",
        "rm -rf ~/",
        "rm -r -f $HOME",
        "rm -rf \"${HOME}\"",
        "rm -fr /",
        "sudo rm -rf --no-preserve-root /",
        "rm -rf /*",
        "/bin/rm -rf ~/*",
        "cd / && rm -rf *",
        "cd ~; rm -rf .",
        "find / -delete",
        "find ~ -type f -delete",
        "find / -exec rm -rf {} +",
        "find . -delete",
        "find . -exec shred {} \\;",
        "rm -rf .",
        "rm -rf ../shop",
        "rm -rf /srv",
        "rm -rf *",
        "rm -rf ./*",
        "git clean -fdx",
        "git clean -f -d",
        "git -C . clean -xdf",
        "rm -rf many",
        "rm -rf many/*",
        "rm many/*",
        "rm -rf few many",
        "true && (rm -rf many)",
        "if true; then rm -rf many; fi",
        "for f in 1 2; do rm -rf many; done",
        "echo $(rm -rf many)",
        "echo `rm -rf many`",
        "echo \"$(rm -rf many)\"",
        "bash -c 'rm -rf many'",
        "sh -lc \"rm -rf many\"",
        "eval rm -rf many",
        "env X=1 nice -n 5 rm -rf many",
        "X=1 timeout 5 rm -rf many",
        "flock /tmp/l rm -rf many",
        "flock -n /tmp/l rm -rf many",
        "flock -w 5 /tmp/l rm -rf many",
        "flock /tmp/l -c 'rm -rf many'",
        "chroot --userspec=0 / rm -rf many",
        "taskset 1 rm -rf many",
        "taskset -c 0-3 rm -rf many",
        "chrt -f 10 rm -rf many",
        "strace -o log rm -rf many",
        "unbuffer rm -rf many",
        "coproc rm -rf many",
        "X+=1 rm -rf many",
        "env -S 'rm -rf many'",
        "env -iS 'rm -rf' many",
        "env -uS rm -rf many",
        "trap 'rm -rf many' EXIT",
        "su -c 'rm -rf many'",
        "su - bob --command='rm -rf many'",
        "script -qc 'rm -rf many' /dev/null",
        "script -q /dev/null rm -rf many",
        "watch 'rm -rf many'",
        "sudo watch -n 5 rm -rf many",
        "bash <<< 'rm -rf many'",
        "bash -Eeuc 'rm -rf many'",
        "git --git-dir .git clean -fdx",
        "git --work-tree . -c a.b=c clean -fdx",
        "r''m -rf many",
        "r\\m -rf many",
        "\"rm\" -rf many",
        "rm -rf \"$TARGET\"",
        "rm -rf $(cat list)",
        "ls | xargs rm -rf",
        "find . -name '*.txt' -print0 | xargs -0 rm",
        "rm \"$f\"",
        "rm -rf .git",
        "rm -rf .git/hooks",
        "rm .git/config",
        "rm -rf nested",
        "rm /etc/hosts",
        "rm -rf /etc/ssl",
        "echo x > /etc/hosts",
        "echo x > ~/.bashrc",
        "dd if=/dev/zero of=/dev/sda",
        "mkfs.ext4 /dev/sda1",
        "wipefs -a /dev/sda",
        "echo x > /dev/sda",
        "truncate -s 0 many/*",
        "sed -i s/a/b/ many/*",
        "rsync -a --delete empty/ ./",
        "mv many /dev/null",
        "bash <<EOF\nrm -rf many\nEOF",
        "echo hello # not the end\nrm -rf many"
      })
  void whatDestroysTooMuchIsForbidden(String text) {
    assertThat(guard().forbids(Reading.of(script(text)))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls -la",
        "rm few/a.txt",
        "rm -rf few",
        "rm -rf missing",
        "rm -rf node_modules",
        "rm -rf /tmp/build-1",
        "find . -name '*.log' -delete",
        "git clean -n",
        "git status && git log",
        "git --git-dir clean status",
        "flock /tmp/l make",
        "trap - EXIT; watch ls",
        "cat <<< 'rm -rf many'",
        "git commit -m 'rm -rf many'",
        "echo 'rm -rf /'",
        "grep -r 'rm -rf' .",
        "cat <<EOF > few/doc.md\nrm -rf many\nEOF",
        "make 2>/dev/null",
        "make > few/out.txt 2>&1",
        "echo x > few/a.txt",
        "sed -i s/a/b/ few/a.txt",
        "mvn -q test # rm -rf many",
        "cp few/a.txt few/c.txt"
      })
  void everydayCommandsAreNotForbidden(String text) {
    assertThat(guard().forbids(Reading.of(script(text)))).isEmpty();
  }

  @Test
  void aCommandWithoutAShellIsReadTheSameWay() {
    RunCommand run = RunCommand.builder()
        .tool("t")
        .addCommand("rm", "-rf", "many")
        .workingDirectory(WORK)
        .build();

    assertThat(guard().forbids(Reading.of(run))).isPresent();
  }

  @Test
  void aCommandThatCannotBeReadIsForbidden() {
    Sandbox broken = new Sandbox() {
      @Override
      public void require(SandboxPolicy policy) {}

      @Override
      public RunningCommand start(Command command, SandboxPolicy policy) {
        return sandbox.start(command, policy);
      }

      @Override
      public FileAccess files(SandboxPolicy policy) {
        return (ForwardingFiles) () -> {
          throw new IllegalStateException("bug");
        };
      }
    };
    Guard guard = new Guard(new Parts(broken, policy, limits), WORK, () -> files);

    assertThat(guard.forbids(Reading.of(script("rm few/a.txt")))).isPresent();
  }

  @Test
  void aSandboxThatWritesNothingNeedsNoGuard() {
    policy = SandboxPolicy.readOnly();

    assertThat(guard().forbids(Reading.of(script("rm -rf ~")))).isEmpty();
  }

  @Test
  void whatIsDestroyedInOneTurnIsAddedUp() {
    Guard guard = guard();
    for (int i = 0; i < 5; i++) {
      RunCommand run = script("rm many/file" + i);
      assertThat(guard.forbids(Reading.of(run))).isEmpty();
      guard.admitted(Reading.of(run), policy);
    }

    assertThat(guard.forbids(Reading.of(script("rm many/file5")))).isPresent();
  }

  @Test
  void whatACommandIsSeenToTakeAwayIsKeptFirst() {
    assertThat(guard()
            .loses(Reading.of(script("rm few/a.txt; echo x > few/b.log; mv notes.txt few/"))))
        .isEmpty();

    assertThat(kept.included)
        .contains(
            WORK.resolve("few/a.txt"),
            WORK.resolve("few/b.log"),
            WORK.resolve("notes.txt"),
            WORK.resolve("few/notes.txt"));
  }

  @Test
  void theOnlyCopyIsNotLostWhereNobodyKeepsIt() {
    files = TurnFiles.unrecorded(new MadeFiles());

    assertThat(guard().loses(Reading.of(script("rm notes.txt"))))
        .hasValueSatisfying(why -> assertThat(why)
            .startsWith("blocked by the safeguard: /srv/shop/notes.txt is the only copy"));
    assertThat(guard().loses(Reading.of(script("echo x > notes.txt; mv notes.txt few/"))))
        .isEmpty();
    limits = Safeguard.dangerouslyOff();
    assertThat(guard().loses(Reading.of(script("rm notes.txt")))).isEmpty();
  }

  @Test
  void whatAnEditMadeMayGoButNotWhatItMoved() throws IOException {
    files = TurnFiles.unrecorded(new MadeFiles());
    Guard guard = guard();
    FileAccess edited = guard.guarded(sandbox.files(policy));

    edited.apply(List.of(FileEdit.write(WORK.resolve("made.txt"), new byte[] {1})));
    edited.apply(List.of(
        FileEdit.write(WORK.resolve("moved.txt"), "the only copy".getBytes(UTF_8)),
        FileEdit.delete(WORK.resolve("notes.txt"))));

    assertThat(guard.loses(Reading.of(script("rm made.txt")))).isEmpty();
    assertThat(guard.loses(Reading.of(script("rm moved.txt")))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mv notes.txt out.txt",
        "cp notes.txt out.txt",
        "mv notes.txt out.txt; sed -i s/a/b/ out.txt",
        "cd missing; echo x > out.txt",
        "python3 -c \"print('echo x > out.txt')\"",
        "rm out.txt"
      })
  void onlyWhatACommandIsSeenToMakeIsItsOwn(String text) {
    files = TurnFiles.unrecorded(new MadeFiles());
    Guard guard = guard();

    guard.admitted(Reading.of(script("echo x > made.txt")), policy);
    guard.admitted(Reading.of(script(text)), policy);
    put("made.txt", "made");
    put("out.txt", "somebody's");

    assertThat(guard.loses(Reading.of(script("rm made.txt")))).isEmpty();
    assertThat(guard.loses(Reading.of(script("rm out.txt")))).isPresent();
  }

  @Test
  void whatTakesThePlaceOfAFileThatWasMadeIsNotItsOwn() {
    files = TurnFiles.unrecorded(new MadeFiles());
    Guard guard = guard();

    guard.admitted(Reading.of(script("echo x > made.txt")), policy);
    put("made.txt", "x");
    guard.admitted(Reading.of(script("mv notes.txt made.txt")), policy);

    assertThat(guard.loses(Reading.of(script("rm made.txt")))).isPresent();
  }

  @Test
  void theHostCanMoveTheLimits() {
    limits = Safeguard.dangerouslyOff();

    assertThat(guard().forbids(Reading.of(script("rm -rf ~")))).isEmpty();
  }

  @Test
  void tenThousandFilesAreNotWrittenOver() {
    limits = Safeguard.standard();
    List<Path> paths =
        IntStream.range(0, 10_000).mapToObj(i -> WORK.resolve("big/f" + i)).toList();
    paths.forEach(path -> sandbox.files().put(path, "old"));
    FileAccess files = guard().guarded(sandbox.files(policy));

    int written = 0;
    String refusal = "";
    for (Path path : paths) {
      try {
        files.apply(List.of(FileEdit.write(path, new byte[] {1})));
        written++;
      } catch (AccessDeniedException e) {
        refusal = e.getReason();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    assertThat(written).isEqualTo(1_000);
    assertThat(refusal).contains("safeguard").contains("1000 files would be written over");
  }

  @Test
  void anEditInsideARepositoryIsForbidden() {
    ApprovalRequest edit = EditFiles.builder()
        .tool("apply_patch")
        .addPaths(WORK.resolve(".git/hooks/pre-commit"))
        .diff("")
        .build();

    assertThat(guard().forbids(Reading.of(edit))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AGENTS.md",
        "sub/agents.md",
        "AGENTS.override.md",
        ".codex/config.toml",
        ".codex/rules/default.rules",
        ".agents/skills/x/SKILL.md",
        "x.rules",
        "CLAUDE.md"
      })
  void whoWritesInstructionsIsAskedAbout(String name) {
    EditFiles edit = EditFiles.builder()
        .tool("apply_patch")
        .addPaths(WORK.resolve(name))
        .diff("")
        .build();

    assertThat(guard().question(Reading.of(edit), policy)).isPresent();
    assertThat(guard().question(Reading.of(script("echo obey >> " + name)), policy))
        .isPresent();
    assertThat(guard().question(Reading.of(script("cp /tmp/x " + name)), policy))
        .isPresent();
    assertThat(guard().question(Reading.of(script("cat " + name)), policy)).isEmpty();
  }

  /** Everything else of the workspace may be written; a file may still have a second name. */
  private void closeTheCodexFolder() {
    policy = SandboxPolicy.profile()
        .write(WORK)
        .read(WORK.resolve(".codex"))
        .read(WORK.resolve("AGENTS.md"))
        .build();
  }

  @Test
  void nobodyIsAskedAboutInstructionsThatTheSandboxKeepsFromCommands() {
    closeTheCodexFolder();

    assertThat(guard().question(Reading.of(script("echo x > .codex/config.toml")), policy))
        .isEmpty();
    assertThat(guard().question(Reading.of(script("echo x > AGENTS.md")), policy))
        .isPresent();
  }

  @Test
  void whatRunsOutsideOfTheSandboxIsNotLeftToIt() {
    closeTheCodexFolder();

    assertThat(guard()
            .question(
                Reading.of(script("echo x > .codex/config.toml")),
                SandboxPolicy.dangerFullAccess()))
        .isPresent();
  }

  private static final class EverythingKept implements FileHistory.Recording {
    private final List<Path> included = new ArrayList<>();

    @Override
    public void include(List<Path> paths) {
      included.addAll(paths);
    }

    @Override
    public List<Path> unkept(Collection<Path> files) {
      return List.of();
    }

    @Override
    public List<String> end() {
      return List.of();
    }
  }

  private record Parts(Sandbox sandbox, SandboxPolicy sandboxPolicy, Safeguard safeguard)
      implements Authority {
    @Override
    public ApprovalPolicy approvalPolicy() {
      return ApprovalPolicy.NEVER;
    }

    @Override
    public Approver approver() {
      return Approver.denyAll();
    }

    @Override
    public CommandRules rules() {
      return CommandRules.none();
    }

    @Override
    public List<Hook> hooks() {
      return List.of();
    }

    @Override
    public Ledger ledger() {
      return Ledger.none();
    }

    @Override
    public HostCode hostCode() {
      return new HostCode(Runnable::run);
    }
  }
}
