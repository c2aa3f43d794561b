/**
 * Doubles for every port, and contracts that implementations of a port have to keep. Nothing here
 * needs a test framework: what fails throws AssertionError.
 *
 * <pre>{@code
 * ScriptedModel model = new ScriptedModel()
 *     .enqueueToolCall("look_up_ticket", "{\"key\": \"ABC-1\"}")
 *     .enqueueMessage("It is about login.");
 *
 * TurnResult result = Agent.builder().model(model).addTool(lookUp).build().run("What is ABC-1?");
 *
 * model.takeRequest();
 * assertEquals("Login", model.takeRequest().toolOutput("call-1"));
 * model.assertDrained();
 * }</pre>
 */
@NullMarked
package dev.codex.testing;

import org.jspecify.annotations.NullMarked;
