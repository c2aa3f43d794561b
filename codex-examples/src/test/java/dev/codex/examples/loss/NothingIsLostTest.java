package dev.codex.examples.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.exec.Sandbox;
import dev.codex.exec.UndoResult;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Decision;
import dev.codex.policy.Safeguard;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.LocalFileHistory;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.testing.ScriptedModel;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the worst commands come to when everybody approves everything: they are not run, or they are
 * taken back to the byte. Real commands of a real agent; the home is a scratch one.
 */
@TestInstance(Lifecycle.PER_CLASS)
class NothingIsLostTest {

  private static final int CROWD = 30;

  private static final Safeguard LIMITS =
      Safeguard.builder().maxDeletedFiles(CROWD - 10).build();

  /** Below the build's folder: what is in the system's temp folders is anybody's. */
  static final class BelowTarget implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path target = Files.createDirectories(Path.of("target", "loss").toAbsolutePath());
      return Files.createTempDirectory(target, "case");
    }
  }

  @TempDir(factory = BelowTarget.class)
  static Path temporary;

  private final Map<Policy, Session> sessions = new EnumMap<>(Policy.class);
  private final ScriptedModel model = new ScriptedModel();
  private LocalFileHistory history;
  private Snapshot before;
  private Path base;
  private Path workspace;
  private Path home;
  private Path elsewhere;
  private Path extra; // outside of the workspace, but the host lets it be changed

  enum Policy {
    FULL_ACCESS,
    WORKSPACE_WRITE;

    SandboxPolicy of(Path workspace) {
      return this == FULL_ACCESS
          ? SandboxPolicy.dangerFullAccess()
          : SandboxPolicy.workspaceWrite(workspace);
    }
  }

  @BeforeAll
  void open() throws IOException {
    base = temporary.toRealPath().resolve("base");
    workspace = Files.createDirectories(base.resolve("work"));
    home = Files.createDirectories(base.resolve("home"));
    elsewhere = Files.createDirectories(base.resolve("elsewhere"));
    extra = Files.createDirectories(base.resolve("extra"));
    history = LocalFileHistory.in(temporary.toRealPath().resolve("history"));
  }

  @AfterAll
  void close() {
    sessions.values().forEach(Session::close);
    history.close();
  }

  /** Only once, as long as no case fails: each leaves everything as it was. */
  @BeforeEach
  void fill() throws Exception {
    if (before != null && Snapshot.of(base).equals(before)) {
      return;
    }
    for (Path folder : List.of(workspace, home, elsewhere, extra)) {
      setUp("find '" + folder + "' -mindepth 1 -delete");
    }
    Files.writeString(home.resolve(".profile"), "alias ll='ls -l'\n");
    Files.writeString(elsewhere.resolve("thesis.txt"), "years of work\n");
    Files.createDirectory(extra.resolve("old"));
    Files.writeString(extra.resolve("old/a.txt"), "a\n");
    Files.createSymbolicLink(extra.resolve("link"), Path.of("old/a.txt"));
    for (String folder : List.of("src", "docs", "crowd", "empty")) {
      Files.createDirectory(workspace.resolve(folder));
    }
    Files.writeString(workspace.resolve("src/Main.java"), "class Main {}\n");
    Files.writeString(workspace.resolve("tracked.txt"), "committed\n");
    setUp("git init -q . && git add src tracked.txt && git commit -qm first");
    Files.writeString(workspace.resolve("tracked.txt"), "not yet committed\n");
    Files.writeString(workspace.resolve("notes.txt"), "the only copy\n");
    Files.writeString(workspace.resolve("other.txt"), "another\n");
    Files.write(workspace.resolve("docs/data.bin"), new byte[] {0, -1, 13, 10});
    for (int i = 0; i < CROWD; i++) {
      Files.writeString(workspace.resolve("crowd/f" + i), "content " + i);
    }
    Files.writeString(
        workspace.resolve("clean.py"),
        "import os, shutil\nshutil.rmtree('crowd')\nos.remove('notes.txt')\n");
    Files.writeString(workspace.resolve("Makefile"), "clean:\n\trm -rf docs src notes.txt\n");
    before = Snapshot.of(base);
  }

  private static final String EVERYTHING = "holds everything of this user";
  private static final String WORKSPACE = "is the workspace as a whole";
  private static final String OUTSIDE = "is outside of the workspace";
  private static final String REPOSITORY = "belongs to the inside of a git repository";
  private static final String UNKNOWN = "nobody can tell which";
  private static final String TOO_MANY = "more than 20 files would be deleted";

  /** Each with the reason that the model is told. */
  static Stream<Arguments> blocked() {
    return everywhere(Map.ofEntries(
        Map.entry("rm -rf ~", EVERYTHING),
        Map.entry("rm -rf $HOME", EVERYTHING),
        Map.entry("rm -rf \"$HOME\"/*", EVERYTHING),
        Map.entry("bash -c 'rm -rf ~'", EVERYTHING),
        Map.entry("env -S 'rm -rf ~'", EVERYTHING),
        Map.entry("sudo -u root rm -rf ~", EVERYTHING),
        Map.entry("timeout --signal KILL 5 rm -rf ~", EVERYTHING),
        Map.entry("R=rm; $R -rf ~", EVERYTHING),
        Map.entry("{rm,-rf,~}", EVERYTHING),
        Map.entry("python3 -c 'import os; os.system(\"rm -rf ~\")'", EVERYTHING),
        Map.entry("cd .. && rm -rf *", WORKSPACE),
        Map.entry("cd ..; rm -rf -- *", WORKSPACE),
        Map.entry("cd missing; rm -rf *", WORKSPACE),
        Map.entry("cd missing && ls; rm -rf *", WORKSPACE),
        Map.entry("cd missing || rm -rf *", WORKSPACE),
        Map.entry("(cd empty); rm -rf *", WORKSPACE),
        Map.entry("bash -c 'cd empty'; rm -rf *", WORKSPACE),
        Map.entry("cd empty | true; rm -rf *", WORKSPACE),
        Map.entry("cd empty; cd -; rm -rf *", WORKSPACE),
        Map.entry("if false; then cd empty; fi; rm -rf *", WORKSPACE),
        Map.entry("false && cd empty; rm -rf *", WORKSPACE),
        Map.entry("rm -rf .", WORKSPACE),
        Map.entry("rm -rf * .[!.]*", WORKSPACE),
        Map.entry("find . -exec rm {} +", WORKSPACE),
        Map.entry("find . -type f -delete", WORKSPACE),
        Map.entry("git clean -fdx", WORKSPACE),
        Map.entry("rm -rf ../elsewhere", OUTSIDE),
        Map.entry("find ../elsewhere -delete", OUTSIDE),
        Map.entry("mv ../elsewhere/thesis.txt .", OUTSIDE),
        Map.entry("echo lost > ../elsewhere/thesis.txt", OUTSIDE),
        Map.entry("cp notes.txt ../elsewhere/thesis.txt", OUTSIDE),
        Map.entry("cp notes.txt other/thesis.txt ../elsewhere/", OUTSIDE),
        Map.entry("truncate -s 0 ../elsewhere/thesis.txt", OUTSIDE),
        Map.entry("rm -rf .git", REPOSITORY),
        Map.entry("mv .git old", REPOSITORY),
        Map.entry("rm -rf \"$WHERE\"/*", UNKNOWN),
        Map.entry("ls crowd/* | xargs -n 1 rm -rf", UNKNOWN),
        Map.entry("ls crowd/* | xargs -d '\\n' rm -rf", UNKNOWN),
        Map.entry("git clean -fdx crowd", TOO_MANY),
        Map.entry("rm -rf crowd", TOO_MANY),
        Map.entry("rm crowd/*", TOO_MANY),
        Map.entry("cd crowd && rm -rf *", TOO_MANY)));
  }

  /** Where a sandbox confines, these are its business. */
  static Stream<Arguments> blockedWithoutSandbox() {
    return Stream.of(
        Arguments.of(
            "python3 -c 'import shutil, os; shutil.rmtree(os.path.expanduser(\"~\"))'",
            "names the home folder"),
        Arguments.of("perl -e 'unlink glob \"../elsewhere/*\"'", "names ../elsewhere/"),
        Arguments.of(
            "python3 - <<'E'\nimport os\nos.remove('../elsewhere/thesis.txt')\nE",
            "names ../elsewhere/thesis.txt"),
        Arguments.of("find crowd -print0 | xargs -0 rm", "nothing confines it"));
  }

  static Stream<Arguments> restored() {
    return everywhere(
        "rm notes.txt",
        "rm -rf docs notes.txt",
        "> notes.txt",
        "echo x >| notes.txt",
        "mv other.txt notes.txt",
        "mv other.txt docs/data.bin",
        "cp other.txt notes.txt",
        "mv docs ../../gone || mv docs empty/",
        "ln -sf /dev/null notes.txt",
        "dd if=/dev/zero of=notes.txt bs=1 count=3",
        "git checkout . || git show HEAD:tracked.txt > tracked.txt",
        "git reset -q --hard || git show HEAD:tracked.txt > tracked.txt",
        "python3 -c 'import os; os.remove(\"notes.txt\")'",
        "perl -e 'unlink \"notes.txt\", \"other.txt\"'",
        "perl -e 'unlink glob \"crowd/*\"'",
        "perl -pi -e 's/a/b/' notes.txt other.txt",
        "python3 clean.py",
        "printf 'rm -rf docs crowd\\n' > clean.sh; sh clean.sh",
        "make -s clean || sh -c 'rm -rf docs src notes.txt'",
        "chmod 000 notes.txt; rm -f notes.txt",
        "for f in crowd/*; do echo x > $f; done",
        "i=0; while [ $i -lt 10000 ]; do echo new > many$i; i=$((i+1)); done");
  }

  private static Stream<Arguments> everywhere(Map<String, String> reasons) {
    return Stream.of(Policy.values())
        .flatMap(policy -> reasons.entrySet().stream()
            .map(row -> Arguments.of(policy, row.getKey(), row.getValue())));
  }

  private static Stream<Arguments> everywhere(String... scripts) {
    return Stream.of(Policy.values())
        .flatMap(policy -> Stream.of(scripts).map(script -> Arguments.of(policy, script)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("blocked")
  void whatWouldLoseTooMuchIsNotRun(Policy policy, String script, String reason) throws Exception {
    Run run = run(policy, script);

    assertThat(run.output()).contains("blocked by the safeguard: ").contains(reason);
    assertThat(Snapshot.of(base)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("blockedWithoutSandbox")
  void whatOnlyASandboxCanStopIsNotRunWithoutOne(String script, String reason) throws Exception {
    Run run = run(Policy.FULL_ACCESS, script);

    assertThat(run.output()).contains("blocked by the safeguard: ").contains(reason);
    run(Policy.WORKSPACE_WRITE, script);
    assertThat(Snapshot.of(base)).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("restored")
  void whatIsRunIsTakenBackToTheByte(Policy policy, String script) throws Exception {
    assumeTrue(
        !script.contains("python3") || Files.isExecutable(Path.of("/usr/bin/python3")),
        "this machine has no /usr/bin/python3");
    assumeTrue(
        !script.contains("perl") || Files.isExecutable(Path.of("/usr/bin/perl")),
        "this machine has no /usr/bin/perl");
    Run run = run(policy, script);

    assertThat(run.undone().conflicts()).as(run.output()).isEmpty();
    assertThat(run.undone().restored()).as(run.output()).isNotEmpty();
    assertThat(Snapshot.of(base)).isEqualTo(before);
  }

  /** Where the history does not look by itself, what is seen to go is kept first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf ../extra/old",
        "rm ../extra/link",
        "find ../extra/old -delete",
        "cd ../extra && rm -r old link",
        "echo lost > ../extra/old/a.txt",
        "echo lost > ../extra/link",
        "cp notes.txt ../extra/old/a.txt",
        "cp notes.txt ../extra/new.txt",
        "mv notes.txt ../extra/old/a.txt",
        "mv ../extra/old/a.txt moved.txt",
        "sed -i s/a/b/ ../extra/old/a.txt"
      })
  void whatIsOutsideOfTheWorkspaceIsTakenBackToo(String script) throws Exception {
    Run run = run(Policy.FULL_ACCESS, script);

    assertThat(run.undone().conflicts()).as(run.output()).isEmpty();
    assertThat(run.undone().restored()).as(run.output()).isNotEmpty();
    assertThat(Snapshot.of(base)).isEqualTo(before);
  }

  @Test
  void tenThousandFilesAreNotWrittenOverOrTakenBack() throws Exception {
    Path many = Files.createDirectory(workspace.resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      Files.writeString(many.resolve("f" + i), "old " + i);
    }
    Snapshot filled = Snapshot.of(base);

    Run seen = run(Policy.FULL_ACCESS, "truncate -s 0 many/*");
    Run unseen = run(Policy.FULL_ACCESS, "for f in many/*; do echo new > $f; done");

    assertThat(seen.output()).contains("more than 1000 files would be written over");
    assertThat(unseen.undone().restored()).hasSize(10_000);
    assertThat(Snapshot.of(base)).isEqualTo(filled);
  }

  private record Run(String output, UndoResult undone) {}

  private Run run(Policy policy, String script) throws Exception {
    Session session = sessions.computeIfAbsent(policy, this::session);
    model.enqueueToolCall("exec_command", "{\"cmd\":" + json(script) + "}").enqueueMessage("Done.");
    session.run("Do it");
    UndoResult undone = session.undo();
    model.takeRequest();
    List<String> outputs = List.copyOf(model.takeRequest().toolOutputs().values());
    return new Run(outputs.get(outputs.size() - 1), undone);
  }

  private Session session(Policy policy) {
    Sandbox sandbox = PlatformSandbox.fromEnvironment()
        .environment(EnvironmentPolicy.builder()
            .putSet("HOME", home.toString())
            .putSet("PATH", "/usr/local/bin:/usr/bin:/bin")
            .build())
        .build();
    return Agent.builder()
        .model(model)
        .tools(CodingTools.standard())
        .sandbox(sandbox)
        .sandboxPolicy(policy.of(workspace))
        .approvalPolicy(ApprovalPolicy.ON_REQUEST)
        .approver(request -> Decision.approve())
        .workspace(workspace)
        .safeguard(LIMITS.toBuilder().addRoots(extra).build())
        .fileHistory(history)
        .build()
        .startSession();
  }

  private static String json(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void setUp(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).directory(workspace.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin",
            "HOME", home.toString(),
            "GIT_AUTHOR_NAME", "n",
            "GIT_AUTHOR_EMAIL", "n@example.org",
            "GIT_COMMITTER_NAME", "n",
            "GIT_COMMITTER_EMAIL", "n@example.org"));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, () -> "git does not work here: " + output);
  }
}
