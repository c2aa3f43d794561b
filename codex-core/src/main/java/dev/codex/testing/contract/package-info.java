/** What an implementation of a port must show. A test runs each {@code Check}; none needs JUnit. */
@NullMarked
package dev.codex.testing.contract;

import org.jspecify.annotations.NullMarked;
