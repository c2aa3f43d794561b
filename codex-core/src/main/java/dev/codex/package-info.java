/**
 * The front door. An {@link dev.codex.Agent} is put together from a model, tools, a sandbox and
 * policies; it opens {@link dev.codex.Session}s; a session runs one {@link dev.codex.Turn} at a
 * time, from something the user says to the model's last word about it.
 *
 * <pre>{@code
 * Agent agent = Agent.builder()
 *     .model(OpenAi.fromEnvironment().model("gpt-5.5"))
 *     .workspace(Path.of("."))
 *     .build();
 * System.out.println(agent.run("What is this project about?"));
 * }</pre>
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
