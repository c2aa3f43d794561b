package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, as their descriptors have them. */
class ModulesTest {

  private final Map<String, ModuleDescriptor> modules = ModuleFinder.of(
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(Path::of)
              .filter(entry -> entry.toString().contains("codex-"))
              .filter(entry -> !entry.endsWith("test-classes"))
              .filter(entry -> !ModuleFinder.of(entry).findAll().isEmpty())
              .toArray(Path[]::new))
      .findAll()
      .stream()
      .map(ModuleReference::descriptor)
      .filter(module -> module.name().startsWith("dev.codex") && !module.isAutomatic())
      .collect(Collectors.toMap(ModuleDescriptor::name, module -> module));

  @Test
  void toolsAndSandboxNeedCoreAndNeitherNeedsTheOther() {
    assertThat(modules.keySet())
        .containsExactlyInAnyOrder("dev.codex.core", "dev.codex.tools", "dev.codex.sandbox");
    assertThat(ours("dev.codex.core")).isEmpty();
    assertThat(ours("dev.codex.tools")).containsExactly("dev.codex.core");
    assertThat(ours("dev.codex.sandbox")).containsExactly("dev.codex.core");
  }

  @Test
  void whatIsInternalIsExportedToOurModulesOnly() {
    for (ModuleDescriptor module : modules.values()) {
      assertThat(module.exports())
          .filteredOn(exports -> exports.source().contains(".internal."))
          .allSatisfy(
              exports -> assertThat(exports.targets()).isNotEmpty().isSubsetOf(modules.keySet()));
      assertThat(module.exports())
          .filteredOn(exports -> !exports.source().contains(".internal."))
          .noneMatch(Exports::isQualified);
    }
  }

  /** What a host compiles against is the module and what it passes on. */
  @Test
  void aHostReadsNoLibraryThroughOurs() {
    for (ModuleDescriptor module : modules.values()) {
      assertThat(module.requires())
          .filteredOn(requires -> requires.modifiers().contains(Requires.Modifier.TRANSITIVE))
          .extracting(Requires::name)
          .isSubsetOf("dev.codex.core", "org.jspecify");
    }
  }

  private Set<String> ours(String module) {
    return modules.get(module).requires().stream()
        .map(Requires::name)
        .filter(name -> name.startsWith("dev.codex"))
        .collect(Collectors.toSet());
  }
}
