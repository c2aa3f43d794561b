/**
 * Benchmarks of the whole loop against a fake model server on the loopback interface: what a round
 * costs, how fast text streams, what a quiet session weighs, how long a start takes. {@code
 * MacroBenchmark} lists the sections; without a section it runs all. After {@code mvn package}, in
 * the directory {@code codex-examples}:
 *
 * <pre>{@code
 * java -cp "$(echo target/*.jar target/lib/*.jar | tr ' ' :)" \
 *     dev.codex.examples.bench.MacroBenchmark rounds thousand
 * }</pre>
 */
@NullMarked
package dev.codex.examples.bench;

import org.jspecify.annotations.NullMarked;
