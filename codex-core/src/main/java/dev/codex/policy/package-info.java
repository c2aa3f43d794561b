/**
 * Who may do what. A {@link dev.codex.policy.SandboxPolicy} says what a command can reach, an
 * {@link dev.codex.policy.ApprovalPolicy} says when somebody is asked, an {@link
 * dev.codex.policy.Approver} answers with a {@link dev.codex.policy.Decision}, and a {@link
 * dev.codex.policy.Budget} says when it is enough. Values here never change after they are built.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.policy;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
