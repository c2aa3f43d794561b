/** What happens during a turn, in order, for whoever watches. */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.event;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
