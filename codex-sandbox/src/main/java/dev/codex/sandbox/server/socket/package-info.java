/**
 * The WebSocket (RFC 6455) and the little HTTP that an exec-server needs. By hand, since the
 * library for it, Java-WebSocket, queues what is sent without a bound: a client that does not read
 * would fill this JVM's memory, where here it stops the process that writes.
 */
@NullMarked
package dev.codex.sandbox.server.socket;

import org.jspecify.annotations.NullMarked;
