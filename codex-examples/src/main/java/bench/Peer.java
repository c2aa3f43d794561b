package bench;

/**
 * What a library under comparison offers to the driver. A copy of the driver's own interface, so
 * that this module compiles without it; implementations have a public constructor without
 * arguments.
 */
public interface Peer {

  /**
   * Called once, before any session.
   *
   * @param baseUrl of the model server; ends in {@code /v1}
   */
  void init(String baseUrl, String variant) throws Exception;

  /** A conversation with its own history and the tools {@code run(cmd)} and {@code noop(x)}. */
  Session open(String name) throws Exception;

  /** A conversation. */
  interface Session {

    /** Runs one turn to its final answer, tool rounds included, and returns the answer's text. */
    String turn(String text) throws Exception;

    /** Text deltas of the last turn; -1 if the library does not stream. */
    default int deltas() {
      return -1;
    }

    /** The driver will not use the session again. */
    default void close() {}
  }
}
