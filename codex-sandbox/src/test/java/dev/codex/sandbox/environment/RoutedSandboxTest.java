package dev.codex.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.policy.GitAccess;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.PathRule;
import dev.codex.policy.PathRule.Access;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import dev.codex.testing.ScriptedSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutedSandboxTest {

  private static final Path APP = Path.of("/srv/app");
  private static final Path DATA = Path.of("/data");

  private final ScriptedSandbox app = new ScriptedSandbox();
  private final ScriptedSandbox data = new ScriptedSandbox();
  private final RoutedSandbox both =
      RoutedSandbox.builder(APP, app).add(DATA, data).build();

  private static SandboxPolicy writing(Path... roots) {
    return new WorkspaceWrite(List.of(roots), NetworkAccess.OFF, TempFolders.READ_ONLY);
  }

  @Test
  void theWorkingDirectoryDecidesAndRootsOfOnePlaceOpenNothingInAnother() {
    app.onCommand("ls");
    data.onCommand("ls");
    data.onCommand("ls");

    both.start(Command.of(Path.of("/elsewhere"), "ls"), writing(APP, DATA));
    both.start(Command.of(DATA, "ls"), writing(APP, DATA));
    both.start(Command.of(Path.of("/srv/../data/x"), "ls"), writing(APP));

    assertThat(app.started()).hasSize(1);
    assertThat(app.started().get(0).policy()).isEqualTo(writing(APP));
    assertThat(data.started()).hasSize(2);
    assertThat(data.started().get(0).policy()).isEqualTo(writing(DATA));
    assertThat(data.started().get(1).policy()).isEqualTo(writing());
  }

  @Test
  void underAProfileWhatIsOpenInOnePlaceOpensNothingInAnotherAndDenialsHoldInAll() {
    app.onCommand("ls");
    data.onCommand("ls");
    SandboxPolicy policy = SandboxPolicy.profile()
        .write(APP)
        .read(APP.resolve("docs"))
        .write(DATA)
        .deny("/**/*.pem")
        .network(NetworkAccess.ON)
        .git(GitAccess.FULL)
        .build();

    both.start(Command.of(APP, "ls"), policy);
    both.start(Command.of(DATA, "ls"), policy);
    both.require(policy);

    SandboxPolicy inApp = profile(
        new PathRule("/srv/app", Access.WRITE),
        new PathRule("/srv/app/docs", Access.READ),
        new PathRule("/**/*.pem", Access.DENY));
    SandboxPolicy inData = profile(
        new PathRule("/srv/app/docs", Access.READ),
        new PathRule("/data", Access.WRITE),
        new PathRule("/**/*.pem", Access.DENY));
    assertThat(app.started().get(0).policy()).isEqualTo(inApp);
    assertThat(data.started().get(0).policy()).isEqualTo(inData);
    assertThat(app.required()).containsExactly(inApp);
    assertThat(data.required()).containsExactly(inData);
  }

  private static SandboxPolicy profile(PathRule... rules) {
    return new SandboxPolicy.Profile(
        List.of(rules), NetworkAccess.ON, TempFolders.READ_ONLY, GitAccess.FULL);
  }

  @Test
  void everyPlaceMustEnforceThePolicy() {
    both.require(SandboxPolicy.readOnly());
    assertThat(app.required()).containsExactly(SandboxPolicy.readOnly());
    assertThat(data.required()).containsExactly(SandboxPolicy.readOnly());

    data.enforcing(policy -> false);
    assertThatThrownBy(() -> both.require(SandboxPolicy.readOnly()))
        .isInstanceOf(dev.codex.error.SandboxUnavailableException.class);
  }

  @Test
  void filesAreWhereTheirPathsAre() throws IOException {
    FileAccess files = both.files(SandboxPolicy.dangerFullAccess());
    files.apply(List.of(FileEdit.write(APP.resolve("f"), new byte[] {1})));
    files.apply(List.of(FileEdit.write(DATA.resolve("f"), new byte[] {2})));
    files.apply(List.of());

    assertThat(files.read(APP.resolve("f"))).containsExactly(1);
    assertThat(files.read(DATA.resolve("../data/f"))).containsExactly(2);
    assertThat(app.files().status(DATA.resolve("f"))).isEmpty();
    assertThat(data.files().status(APP.resolve("f"))).isEmpty();
  }

  @Test
  void aChangeInTwoPlacesIsRefusedWhole() throws IOException {
    FileAccess files = both.files(SandboxPolicy.dangerFullAccess());

    assertThatThrownBy(() -> files.apply(List.of(
            FileEdit.write(APP.resolve("f"), new byte[] {1}),
            FileEdit.write(DATA.resolve("f"), new byte[] {2}))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than one environment");
    assertThat(files.status(APP.resolve("f"))).isEmpty();
    assertThat(files.status(DATA.resolve("f"))).isEmpty();
  }

  @Test
  void directoriesThatCannotBeToldApartAreRefused() {
    for (String other : List.of("/srv/app", "/srv/app/x", "/srv", "/srv/x/../app", "relative")) {
      assertThatThrownBy(() -> RoutedSandbox.builder(APP, app).add(Path.of(other), data))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
