/**
 * JSON-RPC as exec-server speaks it: one message per WebSocket frame or per line, without a version
 * member. A {@link dev.codex.internal.rpc.Link} carries messages, a {@link
 * dev.codex.internal.rpc.RpcConnection} pairs requests with answers.
 */
@NullMarked
package dev.codex.internal.rpc;

import org.jspecify.annotations.NullMarked;
