package dev.codex.testing.contract;

import dev.codex.auth.Credential;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/** What every {@link Credential} must do that holds a secret for one server. */
public abstract class CredentialContract extends Contract {

  protected CredentialContract() {}

  /** A credential that can answer now. Called once in each check. */
  protected abstract Credential credential();

  /** The server that its secret was given for; scheme, host and port. */
  protected abstract URI origin();

  /** What it must keep to itself: the key or token, without the word in front of it. */
  protected abstract String secret();

  public void itsServerIsAnswered() {
    Optional<String> header = credential().authorization(origin());

    Expect.that(header.isPresent(), "There is no header for " + origin());
    Expect.that(
        header.orElseThrow().chars().allMatch(c -> c >= ' ' && c < 0x7f),
        "The header holds what no header can hold.");
  }

  public void noOtherServerIsAnswered() {
    Credential credential = credential();
    String scheme = origin().getScheme();
    String host = origin().getHost();
    String port = origin().getPort() < 0 ? "" : ":" + origin().getPort();
    List<String> others = new ArrayList<>(List.of(
        scheme + "://" + host + ":" + (origin().getPort() == 1 ? 2 : 1),
        (scheme.equals("https") ? "http" : "https") + "://" + host + port,
        scheme + "://" + host + "@evil.example.org"));
    if (!host.startsWith("[")) { // an address has no other hosts below or beside it
      others.add(scheme + "://" + host + ".example.org" + port);
      others.add(scheme + "://evil-" + host + port);
    }

    for (String other : others) {
      Expect.that(
          credential.authorization(URI.create(other)).isEmpty(), other + " is given the secret.");
    }
  }

  public void theSecretIsNotShown() {
    Credential credential = credential();
    credential.authorization(origin());

    Expect.that(!credential.toString().contains(secret()), "toString() shows the secret.");
  }

  public void manyThreadsAreAnswered() throws Exception {
    Credential credential = credential();
    List<FutureTask<Optional<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(Expect.start("credential", () -> credential.authorization(origin())));
    }

    for (FutureTask<Optional<String>> answer : answers) {
      Expect.that(
          Expect.promptly(answer, "A credential").isPresent(), "A thread was not answered.");
    }
  }
}
