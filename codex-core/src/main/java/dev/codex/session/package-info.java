/**
 * The port to where conversations are kept: append-only logs of JSON lines in the rollout format of
 * Codex, one per session.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.session;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
