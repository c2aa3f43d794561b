/** The proxy through which confined commands reach the hosts that they may reach. */
@NullMarked
package dev.codex.sandbox.network;

import org.jspecify.annotations.NullMarked;
