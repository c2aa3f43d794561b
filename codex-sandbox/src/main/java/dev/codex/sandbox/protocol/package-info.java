/** The words of the exec-server protocol that its client and its server share. */
@NullMarked
package dev.codex.sandbox.protocol;

import org.jspecify.annotations.NullMarked;
