package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a host gets that asks for core alone. */
class FootprintTest {

  private static final long MAX_BYTES = 6_000_000;

  private static final Path CLASS_PATH = Path.of("target", "runtime-classpath.txt");

  @Test
  void coreWithAllItDragsInStaysBelowSixMegabytes() throws IOException {
    Map<String, Long> weights = new TreeMap<>();
    weights.put("codex-core", weightOfTheJar(Path.of("target", "classes")));
    for (Path jar : dependencies()) {
      weights.put(String.valueOf(jar.getFileName()), Files.size(jar));
    }

    long sum = weights.values().stream().mapToLong(Long::longValue).sum();

    assertThat(weights).as("the class path that Maven reported").hasSizeGreaterThan(5);
    assertThat(sum).as("bytes of %s", weights).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void coreNeedsNoJsonMapper() throws IOException {
    assertThat(dependencies())
        .extracting(jar -> String.valueOf(jar.getFileName()))
        .noneMatch(name -> name.startsWith("jackson-databind"));
  }

  private static List<Path> dependencies() throws IOException {
    assumeTrue(Files.exists(CLASS_PATH), "Maven has not written " + CLASS_PATH);
    String classPath = Files.readString(CLASS_PATH).strip();
    return Stream.of(classPath.split(java.io.File.pathSeparator)).map(Path::of).toList();
  }

  private static long weightOfTheJar(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
    return bytes.size();
  }
}
