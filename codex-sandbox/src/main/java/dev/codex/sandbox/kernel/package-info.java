/** The Linux kernel's interfaces as Java sees them: filters and scripts of system calls. */
@NullMarked
package dev.codex.sandbox.kernel;

import org.jspecify.annotations.NullMarked;
