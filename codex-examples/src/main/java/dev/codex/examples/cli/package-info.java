/**
 * A command line over the library that speaks the dialect of {@code codex exec}: the same flags,
 * JSON lines and exit codes, so that what drives Codex can drive this.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.examples.cli;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
