/** Messages through a relay that an executor and its clients both connect to. */
@NullMarked
package dev.codex.sandbox.remote.relay;

import org.jspecify.annotations.NullMarked;
