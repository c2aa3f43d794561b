/**
 * Benchmarks of the pieces, each alone: no server, no network. What the whole costs is measured by
 * {@link dev.codex.examples.bench.MacroBenchmark}.
 *
 * <p>After {@code mvn package}, in the directory {@code codex-examples}:
 *
 * <pre>{@code
 * java -cp 'target/classes:target/lib/*:target/jmh/*' \
 *     org.openjdk.jmh.Main dev.codex.examples.bench.jmh
 * }</pre>
 *
 * <p>What follows the package is JMH's: the name of one class instead of all, {@code -prof gc} for
 * allocation per operation, {@code -f 1 -wi 2 -i 3} for a first look, {@code -h} for the rest.
 */
@NullMarked
package dev.codex.examples.bench.jmh;

import org.jspecify.annotations.NullMarked;
