/**
 * The tools of a coding agent, ready to be handed to one:
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .tools(CodingTools.standard())
 *     ...
 * }</pre>
 */
@NullMarked
package dev.codex.tools;

import org.jspecify.annotations.NullMarked;
