/**
 * TOML 1.0 as plain Java values. It exists because every reader on Maven Central that is kept up
 * drags more bytes behind it than the rest of core's JSON and TOML together.
 */
@NullMarked
package dev.codex.internal.toml;

import org.jspecify.annotations.NullMarked;
