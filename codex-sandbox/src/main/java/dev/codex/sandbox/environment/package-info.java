/**
 * Named places where commands can run, as {@code environments.toml} and the variables of Codex
 * describe them. A host with several gives each agent, or each sub-agent, the one it shall work in.
 */
@NullMarked
package dev.codex.sandbox.environment;

import org.jspecify.annotations.NullMarked;
