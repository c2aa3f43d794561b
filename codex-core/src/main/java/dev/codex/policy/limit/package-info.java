/**
 * How much a turn or a session may use up ({@link dev.codex.policy.limit.Budget}), and when
 * repetition counts as no progress ({@link dev.codex.policy.limit.LoopGuard}).
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true, // for builders that check what they build
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.policy.limit;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
