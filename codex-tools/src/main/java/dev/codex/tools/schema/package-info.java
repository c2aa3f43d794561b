/** Not exported: the parameters of tools, as files. */
@NullMarked
package dev.codex.tools.schema;

import org.jspecify.annotations.NullMarked;
