/**
 * Standing answers to commands, kept in rules files:
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .rules(RulesFiles.load(home.resolve("rules/default.rules")))
 *     ...
 * }</pre>
 *
 * <p>The files are Codex's: Starlark that calls {@code prefix_rule}, {@code host_executable} and
 * {@code network_rule}. A shell script is judged command by command, as far as it can be read with
 * certainty; what cannot be read so is judged as a whole, which no rule about a single program
 * matches. A file with a mistake is refused when it is loaded, with the place of the mistake.
 */
@NullMarked
package dev.codex.sandbox.rules;

import org.jspecify.annotations.NullMarked;
