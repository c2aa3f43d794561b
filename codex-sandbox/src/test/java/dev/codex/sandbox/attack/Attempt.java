package dev.codex.sandbox.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A line of the attack table.
 *
 * @param writing what is expected under workspace-write: blocked, works or open
 * @param reading the same under read-only
 */
record Attempt(int number, String writing, String reading, String text) {

  static List<Attempt> all() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Attempt.class.getResourceAsStream("attacks.txt")),
        StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 4))
          .map(cells -> new Attempt(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3]))
          .toList();
    }
  }

  static String verdict(String expected) {
    return expected.equals("blocked") ? "failed" : "succeeded";
  }
}
