/**
 * What a conversation is made of. A {@link dev.codex.item.ModelItem} is what the model wrote or
 * will read, and is what transcripts hold and requests send; a {@link dev.codex.item.WorkItem} is
 * what was done on its behalf, told to whoever watches and never sent.
 *
 * <p>Unions read from the network or from disk have an unknown arm that keeps the JSON as it came,
 * so an item that a newer server invents survives a round trip through this library.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.item;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
