package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a README shows is code that compiles and runs: a region of a class of this module. */
class ReadmeSnippetsTest {

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final List<String> READMES = List.of(
      "README.md", "codex-core/README.md", "codex-tools/README.md", "codex-sandbox/README.md");

  @TestFactory
  Stream<DynamicTest> everyJavaBlockIsARegionOfAnExample() throws IOException {
    List<Region> regions = regions();
    return READMES.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> {
          Path readme = MODULE.resolveSibling(name);
          Assumptions.assumeThat(readme).exists();
          assertThat(problems(readme, regions)).as(name).isEmpty();
        }));
  }

  @Test
  void aBlockThatDiffersIsNamedWithTheNearestRegionAndItsFirstDifference(@TempDir Path folder)
      throws IOException {
    Path source = Files.writeString(folder.resolve("A.java"), """
            // tag::one[]
            int a = 1;
            // tag::two[]
              int b = 2;
            // end::two[]
            int c = 3;
            // end::one[]
        """);
    Path readme = Files.writeString(folder.resolve("README.md"), """
        ```java
        int b = 2;
        ```
        ```sh
        mvn verify
        ```
        ```java
        int a = 1;
          int b = 4;
        int c = 3;
        ```
        """);

    assertThat(problems(readme, Region.ofSource(source))).containsExactly("""
        README.md line 7 shows no region of an example. The nearest is A.java#one; line 2 differs:
          README:       int b = 4;
          A.java#one:   int b = 2;
        """);
  }

  private static List<Region> regions() throws IOException {
    List<Region> regions = new ArrayList<>();
    for (String folder : List.of("main", "test")) {
      Path sources = MODULE.resolve("src/" + folder + "/java/dev/codex/examples");
      try (Stream<Path> files = Files.list(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("ReadmeSnippetsTest.java"))
            .sorted()
            .forEach(file -> regions.addAll(Region.ofSource(file)));
      }
    }
    return regions;
  }

  private static List<String> problems(Path readme, List<Region> regions) {
    return Region.ofMarkdown(readme).stream()
        .filter(block -> regions.stream().noneMatch(region -> region.lines().equals(block.lines())))
        .map(block -> problem(block, regions))
        .toList();
  }

  private static String problem(Region block, List<Region> regions) {
    Region nearest = regions.stream()
        .max(Comparator.<Region>comparingInt(region -> region.sharedLines(block))
            .thenComparing(region -> -region.lines().size()))
        .orElseThrow();
    int line = 0;
    while (line(block, line).equals(line(nearest, line))) {
      line++;
    }
    int width = nearest.place().length() + 1;
    return """
        %s shows no region of an example. The nearest is %s; line %d differs:
          %s %s
          %s: %s
        """.formatted(
            block.place(),
            nearest.place(),
            line + 1,
            ("README:" + " ".repeat(width)).substring(0, Math.max(width, 7)),
            line(block, line),
            nearest.place(),
            line(nearest, line));
  }

  private static String line(Region region, int index) {
    return index < region.lines().size() ? region.lines().get(index) : "(nothing)";
  }
}
