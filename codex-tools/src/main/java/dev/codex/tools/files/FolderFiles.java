package dev.codex.tools.files;

/** The files right in one folder: their paths, and which letters each has by bits. */
final class FolderFiles {

  private final long above;
  private final int name;
  private final String[] paths;
  private final long[] letters;
  private int size;

  FolderFiles(String folder, int most) {
    this.above = FuzzyPattern.letters(folder, 0);
    this.name = folder.length(); // from the slash on
    this.paths = new String[most];
    this.letters = new long[most];
  }

  int size() {
    return size;
  }

  void add(String path) {
    paths[size] = path;
    letters[size++] = above | FuzzyPattern.letters(path, name);
  }

  void copyTo(String[] allPaths, long[] allLetters, int at) {
    System.arraycopy(paths, 0, allPaths, at, size);
    System.arraycopy(letters, 0, allLetters, at, size);
  }
}
