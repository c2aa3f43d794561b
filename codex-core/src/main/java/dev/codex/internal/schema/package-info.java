/** Records as JSON: their strict schema, and values read by it with all that is wrong with them. */
@NullMarked
package dev.codex.internal.schema;

import org.jspecify.annotations.NullMarked;
