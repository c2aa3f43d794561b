/** Tools by which a model says what it is up to, and asks when it does not know. */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.tools.plan;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
