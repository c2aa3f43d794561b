/**
 * The programs of the READMEs, one class each. What stands between {@code tag::name[]} and {@code
 * end::name[]} is what a README shows; a test compares the two, another runs every program.
 */
@NullMarked
package dev.codex.examples;

import org.jspecify.annotations.NullMarked;
