/**
 * Recorded conversations with a model. A {@link dev.codex.testing.cassette.Cassette} names the file
 * and what must not get into it; the same description records from a real model and replays without
 * one:
 *
 * <pre>{@code
 * Cassette cassette = Cassette.in(Path.of("src/test/resources/greeting.jsonl")).redact(apiKey);
 *
 * Model model = cassette.recording(realModel); // once, by hand
 * Model model = cassette.replaying();          // in every build
 * }</pre>
 */
@NullMarked
package dev.codex.testing.cassette;

import org.jspecify.annotations.NullMarked;
