package dev.codex.examples.bench;

/** A part of the benchmark that can be run alone. */
@FunctionalInterface
interface Section {

  void run(Bench bench) throws Exception;
}
