package dev.codex.policy;

/** Keeps switches over {@link ApprovalRequest} open for kinds that do not exist yet. */
non-sealed interface FutureRequest extends ApprovalRequest {}
