/** Where a model can have its commands run and its files edited, if there is a choice. */
@NullMarked
package dev.codex.tools.place;

import org.jspecify.annotations.NullMarked;
