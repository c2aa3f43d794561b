/**
 * Code of the host that is called at fixed points of a session and may stop what comes next.
 *
 * <p>A {@link dev.codex.hook.Hook} is a lambda; {@link dev.codex.hook.CommandHooks} reads the ones
 * that people keep in Codex's {@code hooks.json} and runs them as processes.
 *
 * <pre>{@code
 * Agent.builder().addHook(event -> event instanceof HookEvent.BeforeTool before
 *         && before.request() instanceof RunCommand run
 *         && run.program().equals("git")
 *     ? HookResult.deny("Leave git to me.")
 *     : HookResult.proceed());
 * }</pre>
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.hook;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
