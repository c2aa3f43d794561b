package dev.codex.examples.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints every figure twice: as a line of JSON for programs and as a line for people. */
final class Report {

  private static final int JDK = Runtime.version().feature();

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /**
   * Prints a figure.
   *
   * @param bar what it has to reach, in words; empty if nothing is asked of it
   */
  void figure(String name, double value, String unit, String bar) {
    String number = String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
    out.println("{\"figure\":\""
        + name
        + "\",\"value\":"
        + number
        + ",\"unit\":\""
        + unit
        + "\",\"bar\":\""
        + bar
        + "\",\"jdk\":"
        + JDK
        + "}");
    out.println(String.format(Locale.ROOT, "  %-38s %10s %-12s", name, number, unit)
        + (bar.isEmpty() ? "" : "  bar " + bar));
    out.flush();
  }
}
