package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.testing.InMemoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random patches to random trees, against what the generator knows must come out. */
class PatchPropertyTest {

  private static final Path HOME = Path.of("/project").toAbsolutePath();
  private static final int ROUNDS = 2_000;

  private static InMemoryFiles files(Map<String, String> tree) {
    InMemoryFiles files = new InMemoryFiles();
    tree.forEach((path, text) -> files.put(HOME.resolve(path), text));
    return files;
  }

  private static Map<String, String> tree(InMemoryFiles files) {
    Map<String, String> tree = new TreeMap<>();
    for (Path path : files.paths()) {
      tree.put(HOME.relativize(path).toString().replace('\\', '/'), files.text(path));
    }
    return tree;
  }

  private static void apply(String patch, InMemoryFiles files) throws IOException {
    PatchPlan.of(Patch.parse(patch), HOME, files).apply(files);
  }

  @Test
  void aValidPatchMakesExactlyTheTreeThatIsMeant() throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomPatch random = new RandomPatch(seed);
      InMemoryFiles files = files(random.before());

      apply(random.patch(), files);

      assertThat(tree(files)).as("seed %s\n%s", seed, random.patch()).isEqualTo(random.after());
    }
  }

  @Test
  void aDamagedPatchIsRefusedAndChangesNothing() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomPatch random = new RandomPatch(seed);
      InMemoryFiles files = files(random.before());
      String damaged = random.damaged();

      assertThatThrownBy(() -> apply(damaged, files))
          .as("seed %s\n%s", seed, damaged)
          .isInstanceOf(PatchException.class);
      assertThat(tree(files)).as("seed %s", seed).isEqualTo(random.before());
    }
  }
}
