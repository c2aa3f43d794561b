/**
 * Tools that look at files and change none: pictures, texts, folders and searches. All of them see
 * what the sandbox policy lets commands see, and answer a wrong call with what to do differently.
 *
 * <p>{@link dev.codex.tools.files.FileSearch} is for hosts: it finds files by the letters that a
 * person types.
 */
@NullMarked
package dev.codex.tools.files;

import org.jspecify.annotations.NullMarked;
