package dev.codex.examples.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the fake model shall do. It stands in the prompt as {@code [[bench id=s1 mode=tool tool=noop
 * arg=x rounds=10]]}, so that the server needs no memory: how many rounds are over is seen from the
 * outputs behind the prompt.
 *
 * @param id the session's name in the server's log
 * @param rounds tool rounds before the final answer
 * @param tool which function is called, with the text {@code true} as its one {@code argument}
 * @param deltas parts of the final answer; 0 for a short answer in one part
 * @param size bytes of a part
 * @param batch parts in one write
 * @param pace milliseconds between parts, each of which then tells when it was written
 * @param delay milliseconds before the first byte
 */
record Scenario(
    String id,
    int rounds,
    String tool,
    String argument,
    int deltas,
    int size,
    int batch,
    int pace,
    int delay) {

  private static final byte[] BEGIN = "[[bench ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "]]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OUTPUT = "_call_output\"".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_LENGTH = 1_000;

  /** A scenario and how far it has come. */
  record Position(Scenario scenario, int round) {}

  /** The last scenario that a request's body mentions; a plain answer if there is none. */
  static Position locate(byte[] body, int from, int to) {
    int begin = lastIndexOf(BEGIN, body, from, to);
    if (begin < 0) {
      return new Position(parse(""), 0);
    }
    int text = begin + BEGIN.length;
    int end = indexOf(END, body, text, Math.min(to, text + MAX_LENGTH));
    String marker = new String(body, text, Math.max(0, end - text), StandardCharsets.US_ASCII);
    int outputs = 0;
    for (int i = indexOf(OUTPUT, body, text, to);
        i >= 0;
        i = indexOf(OUTPUT, body, i + OUTPUT.length, to)) {
      outputs++;
    }
    return new Position(parse(marker), outputs);
  }

  private static Scenario parse(String marker) {
    Map<String, String> keys = new HashMap<>();
    for (String word : marker.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        keys.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    boolean stream = keys.getOrDefault("mode", "answer").equals("stream");
    boolean tool = keys.containsKey("tool");
    return new Scenario(
        keys.getOrDefault("id", "-"),
        tool ? number(keys, "rounds", 1) : 0,
        keys.getOrDefault("tool", ""),
        keys.getOrDefault("arg", "cmd"),
        stream ? number(keys, "deltas", 1) : 0,
        number(keys, "size", 20),
        number(keys, "batch", 64),
        number(keys, "pace", 0),
        number(keys, "delay", 0));
  }

  private static int number(Map<String, String> keys, String key, int other) {
    String value = keys.get(key);
    return value == null ? other : Integer.parseInt(value);
  }

  private static int indexOf(byte[] word, byte[] text, int from, int to) {
    for (int i = from; i <= to - word.length; i++) {
      if (text[i] == word[0] && isAt(word, text, i)) {
        return i;
      }
    }
    return -1;
  }

  private static int lastIndexOf(byte[] word, byte[] text, int from, int to) {
    for (int i = to - word.length; i >= from; i--) {
      if (text[i] == word[0] && isAt(word, text, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] word, byte[] text, int at) {
    for (int i = 1; i < word.length; i++) {
      if (text[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
