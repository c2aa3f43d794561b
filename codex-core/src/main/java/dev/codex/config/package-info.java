/** {@code config.toml}, read into typed values and layered. */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    overshadowImplementation = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.config;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
