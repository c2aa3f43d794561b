/** The web, as far as the model's provider searches it by itself. */
@NullMarked
package dev.codex.tools.web;

import org.jspecify.annotations.NullMarked;
