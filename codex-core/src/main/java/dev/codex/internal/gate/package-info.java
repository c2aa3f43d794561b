/**
 * The one way from a model's wish to an act: hooks, limits, rules, the approval policy, the
 * approver. Not exported.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PUBLIC,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.internal.gate;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
