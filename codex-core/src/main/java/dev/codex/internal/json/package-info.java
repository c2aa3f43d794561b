/** JSON codecs, one per union, over the streaming parser. */
@NullMarked
package dev.codex.internal.json;

import org.jspecify.annotations.NullMarked;
