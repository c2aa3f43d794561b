package dev.codex.sandbox.history;

import dev.codex.exec.FileEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Shell scripts and edits like those that agents make, on the files of a small tree. */
final class RandomWork {

  private static final List<String> NAMES =
      List.of("a.txt", "b", "src/Main.java", "src/deep/er/x.bin", "docs/ü n.md", "new", "-odd");
  private static final List<String> FOLDERS = List.of("src", "src/deep", "docs", "out");

  private final Random random;

  RandomWork(long seed) {
    this.random = new Random(seed);
  }

  /** One to six steps; a step may fail. */
  String script() {
    StringBuilder script = new StringBuilder();
    for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
      script.append(step()).append('\n');
    }
    return script.toString();
  }

  /** Whether the next thing that the agent does is a patch. */
  boolean isPatch() {
    return random.nextInt(3) == 0;
  }

  /** One to four edits as patches make them, adding, changing, deleting and moving; may not fit. */
  List<FileEdit> edits(Path root) {
    List<FileEdit> edits = new ArrayList<>();
    for (int steps = 1 + random.nextInt(4); steps > 0; steps--) {
      Path file = root.resolve(random.nextInt(8) == 0 ? "link0" : pick(NAMES)).normalize();
      switch (random.nextInt(6)) {
        case 0 -> edits.add(FileEdit.delete(file));
        case 1 -> {
          edits.add(FileEdit.delete(file));
          Path target = root.resolve(pick(NAMES)).normalize();
          edits.add(new FileEdit.Write(target, content(), OptionalInt.of(0755)));
        }
        case 2 ->
          edits.add(FileEdit.write(root.resolve("p" + random.nextInt(3) + "/q/r"), content()));
        default -> edits.add(FileEdit.write(file, content()));
      }
    }
    return edits;
  }

  private byte[] content() {
    byte[] content = new byte[random.nextInt(200)];
    random.nextBytes(content);
    return content;
  }

  private String step() {
    String file = "./'" + pick(NAMES) + "'";
    String folder = "./" + pick(FOLDERS);
    return switch (random.nextInt(16)) {
      case 0 -> "rm -rf " + folder;
      case 1 -> "sed -i s/e/E/g " + file;
      case 2 -> { // not a folder, or only root could look into it
        String mode = pick(List.of("600", "755", "444", "4711"));
        yield "test -d " + file + " || chmod " + mode + " " + file;
      }
      case 3 -> "mv -f " + file + " ./'" + pick(NAMES) + "'";
      case 4 -> "mkdir -p " + folder + " && printf 'bin\\0\\377" + random.nextInt() + "' > " + file;
      case 5 -> "ln -sfn " + pick(NAMES).replace(" ", "") + " ./link" + random.nextInt(3);
      case 6 -> "echo untracked " + random.nextInt() + " >> " + file;
      case 7 -> "git add -A && git commit -qm " + random.nextInt(1000);
      case 8 -> "git checkout -qf HEAD -- . || git reset -q --hard";
      case 9 -> "git checkout -qB b" + random.nextInt(3);
      case 10 -> "mv " + folder + " ./moved" + random.nextInt(3);
      case 11 -> "chmod " + pick(List.of("700", "555", "2755")) + " " + folder;
      case 12 -> "rm -f " + file + " && mkdir -p " + file + " && echo in > " + file + "/inner";
      case 13 -> "mkdir -p " + folder + "/$(seq -s/ 1 " + (1 + random.nextInt(5)) + ")";
      case 14 -> "cp -p " + file + " ./new && touch -d @0 ./new";
      default -> "git gc -q 2>/dev/null; git stash -q -u; rm -f ./link?";
    };
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
