package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.tools.patch.Chunk.Kind;
import dev.codex.tools.patch.Chunk.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares random updates of small, repetitive files with {@link NaiveRewriter}. */
class FileRewriterModelTest {

  private static final String[] LINES = {"a", "b", "a ", " a", "\tb", "}", "a b", "c"};

  @ParameterizedTest
  @ValueSource(longs = {1, 20251125, 169, 4711})
  void randomUpdatesGoAsTheModelSays(long seed) {
    Random random = new Random(seed);
    int applied = 0;
    for (int i = 0; i < 3000; i++) {
      List<String> file = lines(random, random.nextInt(10));
      List<Chunk> chunks = chunks(random, file);

      String actual = actual(file, chunks);

      assertThat(actual)
          .as("seed %d, round %d: %s", seed, i, chunks)
          .isEqualTo(model(file, chunks));
      applied += actual.equals("not found") ? 0 : 1;
    }
    assertThat(applied).isBetween(500, 2900);
  }

  private static String actual(List<String> file, List<Chunk> chunks) {
    byte[] bytes = text(file).getBytes(StandardCharsets.UTF_8);
    try {
      return new String(new FileRewriter(bytes, chunks, "f").rewrite(), StandardCharsets.UTF_8);
    } catch (PatchException e) {
      return "not found";
    }
  }

  private static String model(List<String> file, List<Chunk> chunks) {
    try {
      return text(NaiveRewriter.rewrite(file, chunks));
    } catch (PatchException e) {
      return "not found";
    }
  }

  private static List<String> lines(Random random, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(LINES[random.nextInt(LINES.length)]);
    }
    return lines;
  }

  private static List<Chunk> chunks(Random random, List<String> file) {
    List<Chunk> chunks = new ArrayList<>();
    int from = 0;
    for (int i = random.nextInt(3); i >= 0; i--) {
      from = Math.min(file.size(), from + random.nextInt(3));
      int to = Math.min(file.size(), from + random.nextInt(4));
      List<Chunk.Line> lines = new ArrayList<>();
      for (String line : file.subList(from, to)) {
        String text = random.nextInt(5) == 0 ? line.strip() : line;
        lines.add(new Chunk.Line(random.nextBoolean() ? Kind.CONTEXT : Kind.REMOVE, text));
        if (random.nextInt(3) == 0) {
          lines.add(new Chunk.Line(Kind.ADD, "new" + i));
        }
      }
      if (lines.isEmpty() || random.nextInt(4) == 0) {
        lines.add(random.nextInt(lines.size() + 1), new Chunk.Line(Kind.ADD, "n" + i));
      }
      boolean header = from > 0 && random.nextInt(4) == 0;
      chunks.add(new Chunk(
          header ? Optional.of(file.get(from - 1).strip()) : Optional.empty(),
          lines,
          random.nextInt(6) == 0 ? Position.END_OF_FILE : Position.ANYWHERE));
      from = to;
    }
    return chunks;
  }

  private static String text(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
