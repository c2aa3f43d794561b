/**
 * What runs when there is no model: a project with a failing test, and a stand-in that mends it by
 * a few plain rules. Everything around the stand-in is real: requests over HTTP, commands, patches.
 */
@NullMarked
package dev.codex.examples.demo;

import org.jspecify.annotations.NullMarked;
