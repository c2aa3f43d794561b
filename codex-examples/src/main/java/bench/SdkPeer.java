package bench;

import dev.codex.Agent;
import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.TextDelta;
import dev.codex.examples.bench.BenchAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * This library as a subject of the shared comparison, with everything on that a host would have on:
 * sessions are written to disk, every call passes the gate, every event is read.
 *
 * <p>The variants are {@code sse}, with two tools and full access, and {@code coding}, with the
 * tools of a coding agent and workspace-write. The system property {@code bench.store} names the
 * directory for sessions; the default is a new one below the temp directory.
 */
public final class SdkPeer implements Peer {

  private @Nullable Agent agent;

  @Override
  public void init(String baseUrl, String variant) throws Exception {
    String named = System.getProperty("bench.store");
    Path store = named != null ? Path.of(named) : Files.createTempDirectory("codex-bench-");
    agent = switch (variant) {
      case "sse" -> BenchAgent.create(baseUrl, store);
      case "coding" -> BenchAgent.confined(baseUrl, store.toRealPath());
      default ->
        throw new IllegalArgumentException(
            "variant is '" + variant + "'; there are 'sse' and 'coding'");
    };
  }

  @Override
  public Session open(String name) {
    if (agent == null) {
      throw new IllegalStateException("init comes first");
    }
    return new Conversation(agent.startSession());
  }

  private static final class Conversation implements Session {

    private final dev.codex.Session session;
    private int deltas;

    Conversation(dev.codex.Session session) {
      this.session = session;
    }

    @Override
    public String turn(String text) {
      int count = 0;
      try (Turn turn = session.start(text)) {
        for (Event event : turn) {
          if (event instanceof TextDelta) {
            count++;
          }
        }
        return turn.await().finalMessage();
      } finally {
        deltas = count;
      }
    }

    @Override
    public int deltas() {
      return deltas;
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
