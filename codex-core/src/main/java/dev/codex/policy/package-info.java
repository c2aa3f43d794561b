/**
 * Who may do what. A {@link dev.codex.policy.SandboxPolicy} says what a command can reach, an
 * {@link dev.codex.policy.ApprovalPolicy} says when somebody is asked, an {@link
 * dev.codex.policy.Approver} answers with a {@link dev.codex.policy.Decision}. How much may be used
 * up is said by {@code dev.codex.policy.limit}. Values here never change after they are built.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.policy;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
