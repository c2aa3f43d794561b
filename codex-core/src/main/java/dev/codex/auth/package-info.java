/** Where keys come from. A key is bound to the server it was given for. */
@NullMarked
package dev.codex.auth;

import org.jspecify.annotations.NullMarked;
