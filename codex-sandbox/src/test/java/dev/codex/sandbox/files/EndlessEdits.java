package dev.codex.sandbox.files;

import dev.codex.exec.FileEdit;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A program that changes a tree from one state to another and back until it is killed. */
final class EndlessEdits {

  private static final int FILES = 40;

  private EndlessEdits() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    LocalFiles files = LocalFiles.under(SandboxPolicy.workspaceWrite(root), List.of())
        .with(EditJournal.in(Path.of(arguments[1])));
    files.apply(edits(root, "odd"));
    System.out.write('r');
    System.out.flush();
    while (true) {
      files.apply(edits(root, "even"));
      files.apply(edits(root, "odd"));
    }
  }

  private static List<FileEdit> edits(Path root, String text) {
    List<FileEdit> edits = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] content = (text + i).getBytes(StandardCharsets.UTF_8);
      edits.add(FileEdit.write(root.resolve("f" + i), content));
    }
    return edits;
  }

  /** What the tree may look like once the program has said that it runs. */
  static List<Map<String, String>> states() {
    return List.of(state("even"), state("odd"));
  }

  private static Map<String, String> state(String text) {
    Map<String, String> state = new TreeMap<>();
    state.put("", "/ ");
    for (int i = 0; i < FILES; i++) {
      state.put("f" + i, " " + text + i);
    }
    return state;
  }
}
