package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java snippet of a README is a region of a class that the build compiles. */
class ReadmeSnippetsTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// tag::([\\w-]+)\\[\\]\\n(.*?)^ *// end::\\1\\[\\]$");
  private static final Path ROOT = Path.of("..");

  @Test
  void snippetsAreRegionsOfCompiledClasses() throws IOException {
    Map<String, String> regions = regions();
    List<String> strays = new ArrayList<>();
    Set<String> shown = new HashSet<>();

    for (Path readme : readmes()) {
      Matcher block = BLOCK.matcher(Files.readString(readme));
      while (block.find()) {
        shown.add(block.group(1));
        if (!regions.containsValue(block.group(1))) {
          strays.add(readme + " shows what no region of the examples says:\n" + block.group(1)
              + difference(block.group(1), regions));
        }
      }
    }

    assertThat(strays).isEmpty();
    assertThat(regions.values()).as("regions that no README shows").isSubsetOf(shown);
    assertThat(shown).hasSizeGreaterThan(5);
  }

  @Test
  void aStrayIsComparedWithTheRegionThatHasMostOfItsLines() {
    Map<String, String> regions = Map.of("A#a", "int a;\nint b;\nint c;\n", "B#b", "int b;\n");

    assertThat(difference("int a;\nint d;\nint c;\n", regions))
        .isEqualTo("nearest is A#a, where line 2 reads:\nint b;\n");
  }

  private static String difference(String block, Map<String, String> regions) {
    List<String> shown = block.lines().toList();
    String nearest = regions.keySet().stream()
        .max(Comparator.comparing(
            name -> regions.get(name).lines().filter(shown::contains).count()))
        .orElseThrow();
    List<String> lines = regions.get(nearest).lines().toList();
    int same = 0;
    while (same < Math.min(shown.size(), lines.size()) && shown.get(same).equals(lines.get(same))) {
      same++;
    }
    String line = same < lines.size() ? lines.get(same) : "(nothing)";
    return "nearest is " + nearest + ", where line " + (same + 1) + " reads:\n" + line + "\n";
  }

  private static List<Path> readmes() {
    return List.of(
        ROOT.resolve("README.md"),
        ROOT.resolve("codex-core/README.md"),
        ROOT.resolve("codex-tools/README.md"),
        ROOT.resolve("codex-sandbox/README.md"));
  }

  /** By class and tag; a tag that occurs twice in a class is one region of two parts. */
  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher region = REGION.matcher(Files.readString(file));
        while (region.find()) {
          regions.merge(
              file.getFileName() + "#" + region.group(1),
              region.group(2).stripTrailing().stripIndent() + "\n",
              (first, second) -> first + "\n" + second);
        }
      }
    }
    return regions;
  }
}
