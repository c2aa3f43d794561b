package dev.codex.testing.cassette;

import dev.codex.error.ModelException;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers from a {@link Cassette} and from nothing else. A request that is not on it is an
 * AssertionError that names the first difference to the nearest one that is, thrown to the caller
 * and again by {@link #assertDrained()}. Safe from any thread.
 *
 * <p>An answer that its reader gave up while it was recorded comes as far as it came then and then
 * waits to be closed.
 */
public final class ReplayingModel implements Model {

  private final CassetteTape tape;
  private final Scrubber scrubber;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Deque<Exchange>> lanes = new HashMap<>(); // guarded by lock
  private @Nullable AssertionError miss; // guarded by lock

  ReplayingModel(CassetteTape tape, Scrubber scrubber) {
    this.tape = tape;
    this.scrubber = scrubber;
    for (Exchange exchange : tape.exchanges()) {
      lanes
          .computeIfAbsent(RequestTree.key(exchange.request()), key -> new ArrayDeque<>())
          .add(exchange);
    }
  }

  @Override
  public ModelStream stream(ModelRequest request) {
    JsonNode tree = RequestTree.of(request, scrubber);
    Exchange exchange = take(tree);
    if (exchange.end() == Exchange.End.REFUSED && exchange.failure() != null) {
      throw ModelException.of(exchange.failure());
    }
    List<ModelEvent> events = new ArrayList<>();
    for (JsonNode event : exchange.events()) {
      events.add(ModelEventCodec.decode(scrubber.restore(event)));
    }
    return new ReplayedStream(events, exchange.end(), exchange.failure());
  }

  private Exchange take(JsonNode tree) {
    lock.lock();
    try {
      Deque<Exchange> lane = lanes.get(RequestTree.key(tree));
      Exchange exchange = lane == null ? null : lane.poll();
      if (exchange == null) {
        miss = new AssertionError(new RequestMismatch(tape, unused()).message(tree));
        throw miss;
      }
      return exchange;
    } finally {
      lock.unlock();
    }
  }

  /** The profile of the model that was recorded. */
  @Override
  public ModelProfile profile() {
    return tape.profile();
  }

  /**
   * Checks that everything on the cassette was asked for.
   *
   * @throws AssertionError if something was not, or if something else was
   */
  public void assertDrained() {
    lock.lock();
    try {
      if (miss != null) {
        throw new AssertionError(miss.getMessage(), miss);
      }
      List<Exchange> unused = unused();
      if (!unused.isEmpty()) {
        throw new AssertionError("Of " + tape.exchanges().size() + " exchanges on " + tape.file()
            + " these were not asked for: "
            + unused.stream().map(Exchange::number).toList() + ".");
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Exchange> unused() {
    return lanes.values().stream()
        .flatMap(Deque::stream)
        .sorted(Comparator.comparingInt(Exchange::number))
        .toList();
  }
}
