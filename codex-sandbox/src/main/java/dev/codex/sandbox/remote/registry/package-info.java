/** The service that knows where an environment's executor is. */
@NullMarked
package dev.codex.sandbox.remote.registry;

import org.jspecify.annotations.NullMarked;
