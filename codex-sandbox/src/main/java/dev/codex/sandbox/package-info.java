/**
 * Where commands really run. {@link dev.codex.sandbox.PlatformSandbox} picks what this machine has:
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .sandbox(PlatformSandbox.detect())
 *     .sandboxPolicy(SandboxPolicy.dangerFullAccess())
 *     ...
 * }</pre>
 *
 * This version has no mechanism that confines a command. It therefore accepts only the policies
 * that ask for none, in so many words, and refuses all others before anything is started.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.sandbox;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
