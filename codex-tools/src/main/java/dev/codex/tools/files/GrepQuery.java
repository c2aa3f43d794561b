package dev.codex.tools.files;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to look for.
 *
 * @param include a pattern that the names of files must match, such as {@code *.java}
 * @param path the file or folder to look in, absolute
 * @param limit how many files at most
 */
record GrepQuery(String pattern, Optional<String> include, Path path, int limit) {}
