package dev.codex.internal.gate;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What approvers have allowed for as long as a session is open in this process. */
public final class Grants {

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> digests = new HashSet<>(0); // guarded by lock

  boolean covers(String digest) {
    lock.lock();
    try {
      return digests.contains(digest);
    } finally {
      lock.unlock();
    }
  }

  void add(String digest) {
    lock.lock();
    try {
      digests.add(digest);
    } finally {
      lock.unlock();
    }
  }
}
