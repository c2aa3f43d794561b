/**
 * Benchmarks of the whole loop against a fake model server on the loopback interface: what a round
 * costs, how fast text streams, what a quiet session weighs, how long a start takes. Run {@code
 * bin/bench} for all of it; {@code MacroBenchmark} lists the sections.
 */
@NullMarked
package dev.codex.examples.bench;

import org.jspecify.annotations.NullMarked;
