/**
 * The port to what a model can do. A {@link dev.codex.tool.Tool} is a {@link
 * dev.codex.tool.ToolSpec} and one method; a Java record is the schema of its arguments:
 *
 * <pre>{@code
 * record Ticket(@Describe("Key such as ABC-123") String key) {}
 *
 * Tool lookUp = Tool.of("look_up_ticket", "Reads one ticket.", Ticket.class,
 *     ticket -> jira.summary(ticket.key()));
 * }</pre>
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true, // for builders that check what they build
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.tool;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
