package dev.codex.model.openai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the server wants to hear again within a turn (header {@code x-codex-turn-state}), for the
 * turns seen last. Another turn never gets it.
 */
final class TurnStates {

  private static final int MAX_TURNS = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, String> states = new LinkedHashMap<>(); // guarded by lock

  Optional<String> of(String turnId) {
    lock.lock();
    try {
      return Optional.ofNullable(states.get(turnId));
    } finally {
      lock.unlock();
    }
  }

  void put(String turnId, String state) {
    lock.lock();
    try {
      states.remove(turnId);
      states.put(turnId, state);
      if (states.size() > MAX_TURNS) {
        states.remove(states.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }
}
