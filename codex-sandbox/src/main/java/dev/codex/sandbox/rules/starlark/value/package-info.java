/** What a Starlark program computes with: values, their operators, methods and printed forms. */
@NullMarked
package dev.codex.sandbox.rules.starlark.value;

import org.jspecify.annotations.NullMarked;
