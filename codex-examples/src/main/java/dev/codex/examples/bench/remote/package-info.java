/** Measures executors: ours, or any other that listens. */
@NullMarked
package dev.codex.examples.bench.remote;

import org.jspecify.annotations.NullMarked;
