/** What a turn has changed on disk, whoever did it. */
@NullMarked
package dev.codex.internal.change;

import org.jspecify.annotations.NullMarked;
