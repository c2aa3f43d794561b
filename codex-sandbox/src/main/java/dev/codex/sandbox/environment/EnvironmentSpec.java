package dev.codex.sandbox.environment;

import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.remote.RecoveryTimes;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an executor is reached. */
sealed interface EnvironmentSpec {

  RemoteSandbox.Builder sandbox();

  /** It listens. */
  record Listening(URI url, Optional<String> token, Duration connect, Duration initialize)
      implements EnvironmentSpec {
    @Override
    public RemoteSandbox.Builder sandbox() {
      RemoteSandbox.Builder builder = RemoteSandbox.builder()
          .url(url)
          .times(RecoveryTimes.builder()
              .connectTimeout(connect)
              .initializeTimeout(initialize)
              .build());
      token.ifPresent(builder::bearerToken);
      return builder;
    }
  }

  /** It is a program. */
  record Program(
      List<String> words, Map<String, String> variables, Path directory, Duration initialize)
      implements EnvironmentSpec {
    @Override
    public RemoteSandbox.Builder sandbox() {
      return RemoteSandbox.builder()
          .program(words.toArray(String[]::new))
          .programSurroundings(variables, directory)
          .times(RecoveryTimes.builder().initializeTimeout(initialize).build());
    }
  }

  /** A sandbox on it, not connected yet. */
  default RemoteSandbox open(EnvironmentPolicy policy) {
    return sandbox().environment(policy).build();
  }
}
