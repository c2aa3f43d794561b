package dev.codex.examples.cli;

import dev.codex.error.CodexException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.rules.RulesFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;

/** Runs one command under a policy: {@code codex sandbox}. */
final class SandboxCommand {

  private static final Duration FOREVER = Duration.ofDays(365);
  private static final int REFUSED = 1;
  private static final int INTERRUPTED = 130;

  private final Surroundings surroundings;
  private final SandboxArguments arguments;

  SandboxCommand(Surroundings surroundings, SandboxArguments arguments) {
    this.surroundings = surroundings;
    this.arguments = arguments;
  }

  /** Returns the exit code, which is that of the command. */
  int run() {
    Command command = Command.builder()
        .words(arguments.command())
        .workingDirectory(arguments.directory())
        .build();
    try (RunningCommand running = sandbox().start(command, arguments.policy())) {
      passInput(running.input());
      running.output().transferTo(surroundings.out());
      surroundings.out().flush();
      return running.waitFor(FOREVER).orElse(REFUSED);
    } catch (CodexException | IOException e) {
      surroundings.err().println("error: " + e.getMessage());
      return REFUSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    }
  }

  private Sandbox sandbox() {
    return PlatformSandbox.fromEnvironment()
        .variables(surroundings.environment())
        .connectionRules(RulesFiles.load(arguments.rules().toArray(Path[]::new)))
        .build();
  }

  private void passInput(OutputStream target) {
    InputStream source = surroundings.input();
    Thread thread = new Thread(
        () -> {
          try (target) {
            byte[] buffer = new byte[8192];
            for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
              target.write(buffer, 0, n);
              target.flush();
            }
          } catch (IOException e) {
            // the command does not want more
          }
        },
        "codex-stdin");
    thread.setDaemon(true);
    thread.start();
  }
}
