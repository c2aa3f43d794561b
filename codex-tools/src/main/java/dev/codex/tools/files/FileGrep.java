package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.internal.ignore.Glob;
import dev.codex.internal.ignore.IgnoreRules;
import dev.codex.tool.ToolInvocation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Searches by reading the files. As ripgrep does, it leaves out what is hidden, what git ignores
 * and what is no text.
 */
final class FileGrep {

  private static final long MAX_FILE = 16 << 20;

  private final GrepQuery query;
  private final ToolInvocation invocation;
  private final FileAccess files;
  private final Pattern pattern;
  private final Optional<Glob> include;
  private final long deadline;
  private final Duration timeout;
  private final List<Found> found = new ArrayList<>();

  FileGrep(GrepQuery query, ToolInvocation invocation, Duration timeout) {
    this.query = query;
    this.invocation = invocation;
    this.files = invocation.files();
    this.pattern = compile(query.pattern());
    this.include = query.include().map(Glob::of);
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  private record Found(Path path, Instant modified) {}

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new ToolException("pattern is no regular expression: " + e.getDescription()
          + " at character " + (e.getIndex() + 1)
          + "; put a backslash before what is meant literally");
    }
  }

  /** The files, last changed first. */
  List<Path> search() throws IOException {
    FileStatus status = Paths.followed(query.path(), files).orElseThrow();
    if (status.kind() == FileStatus.Kind.DIRECTORY) {
      Path top = top(query.path());
      walk(query.path(), spelled(top.relativize(query.path())), rulesAbove(top));
    } else {
      look(query.path(), status);
    }
    found.sort(Comparator.comparing(Found::modified).reversed().thenComparing(Found::path));
    return found.stream().map(Found::path).toList();
  }

  /** Where the repository begins; where there is none, all begins with the folder itself. */
  private Path top(Path folder) throws IOException {
    for (Path above = folder; above != null; above = above.getParent()) {
      if (files.status(above.resolve(".git")).isPresent()) {
        return above;
      }
    }
    return folder;
  }

  private IgnoreRules rulesAbove(Path top) throws IOException {
    IgnoreRules rules = IgnoreRules.NONE;
    for (Path folder = top; !folder.equals(query.path()); ) {
      Path ignore = folder.resolve(".gitignore");
      if (files
          .status(ignore)
          .filter(file -> file.kind() == FileStatus.Kind.FILE)
          .isPresent()) {
        rules = rules.plus(spelled(top.relativize(folder)), text(files.read(ignore)));
      }
      folder = folder.resolve(query.path().getName(folder.getNameCount()));
    }
    return rules;
  }

  private static String spelled(Path relative) {
    return relative.toString().replace(File.separatorChar, '/');
  }

  private void walk(Path folder, String relative, IgnoreRules above) throws IOException {
    List<FileEntry> entries = files.list(folder);
    IgnoreRules rules = above;
    for (FileEntry entry : entries) {
      if (entry.name().equals(".gitignore") && entry.status().kind() == FileStatus.Kind.FILE) {
        rules = rules.plus(relative, text(files.read(folder.resolve(entry.name()))));
      }
    }
    for (FileEntry entry : entries) {
      check();
      String path = relative.isEmpty() ? entry.name() : relative + "/" + entry.name();
      boolean isFolder = entry.status().kind() == FileStatus.Kind.DIRECTORY;
      if (entry.name().startsWith(".") || rules.ignores(path, isFolder)) {
        continue;
      }
      Path here = folder.resolve(entry.name());
      try {
        if (isFolder) {
          walk(here, path, rules);
        } else if (isIncluded(entry.name(), path)) {
          look(here, entry.status());
        }
      } catch (IOException e) {
        // nobody may read it, or it has just gone
      }
    }
  }

  private void check() {
    if (invocation.cancellation().isCancelled()) {
      throw new ToolException("the search was cancelled");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new ToolException("the search timed out after " + timeout.toSeconds()
          + " s; search in a smaller folder or for less");
    }
  }

  /** A pattern without a slash is about the name, as in ripgrep. */
  private boolean isIncluded(String name, String path) {
    return include.map(glob -> glob.matches(name) || glob.matches(path)).orElse(true);
  }

  private void look(Path path, FileStatus status) throws IOException {
    if (status.kind() != FileStatus.Kind.FILE || status.size() > MAX_FILE) {
      return;
    }
    byte[] content = files.read(path);
    for (byte b : content) {
      if (b == 0) {
        return;
      }
    }
    if (matches(text(content))) {
      found.add(new Found(path, status.modified()));
    }
  }

  private boolean matches(String text) {
    try {
      return pattern.matcher(new TimedText(text, this::check)).find();
    } catch (StackOverflowError e) { // the matcher recurses for every repetition of a group
      throw new ToolException(
          "pattern is too deep for a long text; repeat a set such as [ab]* and not a group", e);
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** A text that asks now and then if it may still be read: some expressions take for ever. */
  private static final class TimedText implements CharSequence {
    private final String text;
    private final Runnable check;
    private int reads;

    TimedText(String text, Runnable check) {
      this.text = text;
      this.check = check;
    }

    @Override
    public char charAt(int index) {
      if ((++reads & 0xfffff) == 0) {
        check.run();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
