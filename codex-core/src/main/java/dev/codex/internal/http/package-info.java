/** Server-sent events and back-off. */
@NullMarked
package dev.codex.internal.http;

import org.jspecify.annotations.NullMarked;
