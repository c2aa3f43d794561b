/** The functions and methods that every Starlark program has. */
@NullMarked
package dev.codex.sandbox.rules.starlark.library;

import org.jspecify.annotations.NullMarked;
