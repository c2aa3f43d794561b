package dev.codex.examples.bench;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Measured values, in ascending order. */
final class Samples {

  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  static Samples of(DoubleStream values) {
    double[] sorted = values.toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("Nothing was measured; did the server see the session?");
    }
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  int size() {
    return sorted.length;
  }

  double median() {
    return quantile(0.5);
  }

  double quantile(double share) {
    double at = (sorted.length - 1) * share;
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
  }
}
