/**
 * Any JVM as an executor: commands, files and HTTP requests for clients elsewhere.
 *
 * <pre>{@code
 * try (ExecServer server = ExecServer.fromEnvironment().capabilityToken(token).listen()) {
 *   System.out.println(server.url());
 *   ...
 * }
 * }</pre>
 *
 * <p>The protocol is that of {@code codex exec-server}. A session outlives its connection by {@link
 * dev.codex.sandbox.server.ServerLimits#sessionRetention}, with everything that runs in it; the
 * sandbox that a client asks for is applied here, or the request is refused.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.sandbox.server;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
