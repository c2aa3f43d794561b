package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.codex.Agent;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.tools.CodingTools;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a host such as these programs uses of our modules; {@link ModulesTest} has their arrows. */
class ProgramsTest {

  private static final String CORE = "dev.codex.core";
  private static final String TOOLS = "dev.codex.tools";
  private static final String SANDBOX = "dev.codex.sandbox";

  private static final String BENCHMARKS = "dev.codex.examples.bench.jmh";

  /** A line of jdeps: a package of these programs and one of ours that it uses. */
  private static final Pattern USE =
      Pattern.compile("\\s+(dev\\.codex\\.examples\\S*)\\s+->\\s+(dev\\.codex\\S*)\\s.*");

  private final List<Path> places = Stream.of(Agent.class, CodingTools.class, PlatformSandbox.class)
      .map(ProgramsTest::place)
      .toList();
  private final ModuleFinder modules = ModuleFinder.of(places.toArray(Path[]::new));

  @Test
  void aPackageBelongsToOneModule() {
    List<String> packages = Stream.of(CORE, TOOLS, SANDBOX)
        .flatMap(module -> descriptor(module).packages().stream())
        .toList();

    assertThat(packages).doesNotHaveDuplicates().allMatch(name -> name.startsWith("dev.codex"));
  }

  /** On the class path nothing stops them, so that only this test does. */
  @Test
  void theProgramsUseOnlyWhatIsExportedToEverybodyButForTheBenchmarksOfInternals() {
    Set<String> open = Stream.of(CORE, TOOLS, SANDBOX)
        .flatMap(module -> descriptor(module).exports().stream())
        .filter(exports -> !exports.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());

    List<MatchResult> uses = uses();

    assertThat(uses).extracting(use -> use.group(2)).contains("dev.codex", TOOLS, SANDBOX);
    assertThat(uses.stream()
            .filter(use -> !open.contains(use.group(2)))
            .filter(use -> !use.group(1).endsWith(".jmh_generated")) // calls what it measures
            .map(use -> use.group(1) + " -> " + use.group(2)))
        .containsExactlyInAnyOrder(
            BENCHMARKS + " -> dev.codex.internal.http",
            BENCHMARKS + " -> dev.codex.internal.rollout",
            BENCHMARKS + " -> dev.codex.internal.schema");
  }

  private List<MatchResult> uses() {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElse(null);
    assumeThat(jdeps).as("this JDK has jdeps").isNotNull();
    String classPath =
        places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    StringWriter lines = new StringWriter();
    PrintWriter out = new PrintWriter(lines);
    int code = jdeps.run(
        out,
        out,
        "-verbose:package",
        "--multi-release",
        "base",
        "--class-path",
        classPath,
        place(HelloAgent.class).toString());
    assertThat(code).as(lines.toString()).isZero();
    return lines
        .toString()
        .lines()
        .map(USE::matcher)
        .filter(line -> line.matches() && !isOfThePrograms(line.group(2)))
        .map(Matcher::toMatchResult)
        .toList();
  }

  private static boolean isOfThePrograms(String packageName) {
    return packageName.startsWith("dev.codex.examples");
  }

  private ModuleDescriptor descriptor(String module) {
    return modules.find(module).orElseThrow().descriptor();
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + " has no place", e);
    }
  }
}
