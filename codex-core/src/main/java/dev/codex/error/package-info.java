/**
 * Everything this library throws on purpose. All of it is unchecked and below {@link
 * dev.codex.error.CodexException}; the subclass answers what the caller can do about it. A denied
 * command, a failing exit code or a rejected patch is a result, not an exception.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.error;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
