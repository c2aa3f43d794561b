package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What servers and clients log, on every level, while they work and while they are attacked. */
class LoggedSecretsTest {

  @Test
  void attacksAreLoggedAndSecretsAreNot() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dslf4j.provider=" + PrintedLogs.class.getName(),
            "-cp",
            System.getProperty("java.class.path"),
            AttackedMain.class.getName())
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log)
        .contains("INFO dev.codex.sandbox.server.socket.Acceptor: A connection was refused")
        .contains("refused with 401", "refused with 403")
        .contains("DEBUG dev.codex.sandbox.server.ClientConnection: A connection ended")
        .doesNotContain(
            AttackedMain.TOKEN,
            AttackedMain.GUESS,
            AttackedMain.VALUE,
            AttackedMain.INPUT,
            AttackedMain.OUTPUT);
  }
}
