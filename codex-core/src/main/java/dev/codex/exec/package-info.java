/**
 * The port to where commands run and files are kept. Tools act only through it, so that a host can
 * put a confined local process, a container or another machine behind it.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    overshadowImplementation = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.exec;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
