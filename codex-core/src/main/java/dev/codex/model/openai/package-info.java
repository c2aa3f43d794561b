/** The OpenAI Responses API over HTTP and server-sent events. */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.model.openai;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
