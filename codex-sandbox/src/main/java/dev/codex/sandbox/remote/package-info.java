/**
 * Commands, files and HTTP requests on another machine, through an exec-server:
 *
 * <pre>{@code
 * try (RemoteSandbox sandbox = RemoteSandbox.connect(URI.create("ws://127.0.0.1:4500"))) {
 *   Agent agent = Agent.builder().sandbox(sandbox).workspace(Path.of("/srv/project"))...
 * }
 * }</pre>
 *
 * <p>One {@link dev.codex.sandbox.remote.RemoteSandbox} is one session on the executor, whatever
 * becomes of the connection below: when it breaks, the client comes back within {@link
 * dev.codex.sandbox.remote.RecoveryTimes}, fetches what it missed, and nothing that runs notices.
 * Where it cannot come back, everything that ran is lost loudly ({@link
 * dev.codex.exec.ProcessLostException}), and nothing is ever run on this machine instead.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.sandbox.remote;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
