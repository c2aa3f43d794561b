/** Local files: edits that happen all or not at all, and only where a policy allows them. */
@NullMarked
package dev.codex.sandbox.files;

import org.jspecify.annotations.NullMarked;
