/**
 * A second model that answers approval requests in place of a person.
 *
 * <pre>{@code
 * Agent.builder()
 *     .approver(ModelApprover.builder(OpenAi.fromEnvironment().model("gpt-5.4"))
 *         .purpose("The user wants the failing tests of this repository repaired.")
 *         .build())
 * }</pre>
 */
@NullMarked
package dev.codex.review;

import org.jspecify.annotations.NullMarked;
