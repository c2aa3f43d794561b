/**
 * Where commands really run. {@link dev.codex.sandbox.PlatformSandbox} picks what this machine has:
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .sandbox(PlatformSandbox.detect())
 *     .sandboxPolicy(SandboxPolicy.workspaceWrite(repository))
 *     ...
 * }</pre>
 *
 * <p>On Linux that is bubblewrap. Where nothing can enforce a policy, it is refused before anything
 * is started; commands run unconfined only under the policies that ask for it in so many words.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.sandbox;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
