/**
 * Small host programs, one for each snippet of the READMEs. What stands between {@code // tag} and
 * {@code // end} is what the READMEs show; a test compares the two.
 */
@NullMarked
package dev.codex.examples;

import org.jspecify.annotations.NullMarked;
