/**
 * The port to a language model: a {@link dev.codex.model.ModelRequest} goes in, a {@link
 * dev.codex.model.ModelStream} of {@link dev.codex.model.ModelEvent}s comes out. A model is one
 * method, so a lambda is a model; what else the loop has to know about it stands in its {@link
 * dev.codex.model.ModelProfile}.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.model;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
