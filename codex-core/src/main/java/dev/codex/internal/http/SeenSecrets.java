package dev.codex.internal.http;

import dev.codex.policy.Secrets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** What requests have carried to prove who asks: the latest values, since tokens are renewed. */
public final class SeenSecrets {

  private static final int MAX_VALUES = 16;

  private static final Pattern NAME =
      Pattern.compile("auth|key|token|secret|password|cookie|credential", Pattern.CASE_INSENSITIVE);

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<String> values = new ArrayDeque<>(); // guarded by lock
  private volatile String newest = "";
  private volatile Secrets secrets = Secrets.none();

  public SeenSecrets() {}

  public Secrets secrets() {
    return secrets;
  }

  /** Adds the value if its name says that it is one. */
  public void addIfSecret(String name, String value) {
    if (NAME.matcher(name).find()) {
      add(value);
    }
  }

  /** The value of a header, with or without its scheme in front. */
  public void add(String value) {
    if (value.equals(newest)) {
      return; // as with nearly every request
    }
    newest = value;
    String bare = value.substring(value.lastIndexOf(' ') + 1);
    if (bare.length() < Secrets.MIN_LENGTH) {
      return; // would eat ordinary words
    }
    lock.lock();
    try {
      values.remove(bare);
      values.addLast(bare);
      if (values.size() > MAX_VALUES) {
        values.removeFirst();
      }
      secrets = Secrets.of(values.toArray(String[]::new));
    } finally {
      lock.unlock();
    }
  }
}
