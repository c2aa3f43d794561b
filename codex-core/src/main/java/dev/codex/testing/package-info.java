/** Doubles and contract tests for hosts and for those who implement a port. No JUnit inside. */
@NullMarked
package dev.codex.testing;

import org.jspecify.annotations.NullMarked;
