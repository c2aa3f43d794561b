package dev.codex;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the packages of core, and what no class of it may do. */
class ArchitectureTest {

  private static final JavaClasses CORE = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.codex");

  /** Packages below {@code dev.codex} and what each may use besides itself. */
  private static final Map<String, Set<String>> ARROWS = arrows();

  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    arrow(arrows, "meta", "");
    arrow(arrows, "item", "");
    arrow(arrows, "policy", "");
    arrow(arrows, "policy.limit", "");
    arrow(arrows, "error", "item policy policy.limit");
    arrow(arrows, "exec", "policy error");
    arrow(arrows, "tool", "item error policy exec internal.schema");
    arrow(arrows, "model", "item tool policy error internal.json");
    arrow(arrows, "event", "item model policy policy.limit error");
    arrow(arrows, "session", "item error internal.json");
    arrow(arrows, "context", "item model tool policy exec error");
    arrow(arrows, "auth", "error internal.http");
    arrow(arrows, "config", "policy model error internal.toml");
    arrow(arrows, "internal.toml", "");
    arrow(arrows, "model.openai", "model item tool policy auth error internal.http internal.json");
    arrow(arrows, "hook", "item policy error model internal.json");
    arrow(arrows, "internal.json", "item");
    arrow(arrows, "internal.schema", "error internal.json");
    arrow(arrows, "internal.http", "policy error");
    arrow(arrows, "internal.rollout", "item error model policy session internal.json");
    arrow(arrows, "internal.rpc", "error internal.json internal.http");
    String ports = "item policy error exec tool model event session hook";
    arrow(arrows, "testing", ports);
    arrow(arrows, "testing.contract", ports + " testing ledger auth internal.json");
    arrow(arrows, "testing.cassette", "item policy error model tool internal.json");
    String api = ports + " context config auth ledger";
    arrow(arrows, "internal.files", "policy exec error");
    arrow(arrows, "internal.step", "policy policy.limit error");
    arrow(arrows, "internal.thread", "model tool internal.step");
    arrow(arrows, "internal.lease", "policy exec item event error tool internal.files");
    arrow(arrows, "internal.diff", "");
    arrow(arrows, "internal.ignore", "");
    arrow(arrows, "internal.change", "item policy exec internal.diff internal.ignore");
    arrow(arrows, "internal.harm", "policy exec");
    arrow(arrows, "internal.gate", ports + " ledger internal.json internal.files internal.harm");
    arrow(arrows, "review", "model policy item tool error internal.json internal.schema");
    arrow(arrows, "ledger", "policy error internal.json");
    arrow(
        arrows,
        "internal.turn",
        api
            + " internal.json internal.schema internal.rollout internal.files internal.step"
            + " internal.change internal.gate internal.thread internal.lease policy.limit");
    return arrows;
  }

  private static void arrow(Map<String, Set<String>> arrows, String from, String to) {
    Set<String> targets = new HashSet<>(Arrays.asList((to + " meta").strip().split(" ")));
    targets.add(from);
    arrows.put(from, targets);
  }

  @TestFactory
  Stream<DynamicTest> packagesUseOnlyWhatTheirArrowsSay() {
    return ARROWS.entrySet().stream()
        .map(arrow -> dynamicTest(
            arrow.getKey(),
            () -> assertThat(strays(arrow.getKey(), arrow.getValue()))
                .as("uses by dev.codex." + arrow.getKey() + " against its arrows")
                .isEmpty()));
  }

  private static Set<String> strays(String from, Set<String> allowed) {
    Set<String> strays = new TreeSet<>();
    for (JavaClass type : CORE) {
      if (type.getPackageName().equals("dev.codex." + from)) {
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(target -> target.getPackageName().startsWith("dev.codex"))
            .filter(target -> !allowed.contains(below(target)))
            .forEach(target -> strays.add(type.getName() + " -> " + target.getName()));
      }
    }
    return strays;
  }

  private static String below(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("dev.codex") ? "" : name.substring("dev.codex.".length());
  }

  @Test
  void everyPackageHasItsArrows() {
    Set<String> packages = new TreeSet<>();
    CORE.forEach(type -> packages.add(below(type)));
    packages.remove("");

    assertThat(ARROWS.keySet()).containsAll(packages);
  }

  @Test
  void packagesFormNoCycleButThroughTheCodecs() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : CORE) {
      String from = below(type);
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith("dev.codex"))
          .map(ArchitectureTest::below)
          .filter(to -> !to.equals(from) && !to.equals("internal.json"))
          .forEach(to -> uses.computeIfAbsent(from, key -> new TreeSet<>()).add(to));
    }

    for (String start : uses.keySet()) {
      if (!start.equals("internal.json")) {
        assertThat(reachable(start, uses)).as("what %s leads to", start).doesNotContain(start);
      }
    }
  }

  private static Set<String> reachable(String start, Map<String, Set<String>> uses) {
    Set<String> seen = new TreeSet<>();
    List<String> open = new ArrayList<>(uses.getOrDefault(start, Set.of()));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (seen.add(next)) {
        open.addAll(uses.getOrDefault(next, Set.of()));
      }
    }
    return seen;
  }

  @Test
  void noPackageIsADrawerForEverything() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..")
        .check(CORE);
  }

  @Test
  void publicSignaturesMentionNoTypeOfTheLibrariesInside() {
    Set<String> leaks = new TreeSet<>();
    for (JavaClass type : CORE) {
      if (isExported(type)) {
        type.getAllRawInterfaces().forEach(parent -> leak(type.getName(), parent, leaks));
        type.getAllRawSuperclasses().forEach(parent -> leak(type.getName(), parent, leaks));
        type.getMembers().stream()
            .filter(ArchitectureTest::isVisible)
            .filter(member -> !isTheHttpClient(member))
            .forEach(member ->
                signature(member).forEach(used -> leak(member.getFullName(), used, leaks)));
      }
    }

    assertThat(leaks).isEmpty();
  }

  private static boolean isExported(JavaClass type) {
    JavaClass outer = type;
    while (isVisible(outer) && outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return isVisible(outer) && !type.getPackageName().startsWith("dev.codex.internal");
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        || type.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isVisible(JavaMember member) {
    return (member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED))
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isTheHttpClient(JavaMember member) {
    return member.getName().equals("httpClient")
        && member.getOwner().getPackageName().equals("dev.codex.model.openai");
  }

  private static Set<JavaClass> signature(JavaMember member) {
    if (member instanceof JavaField field) {
      return field.getType().getAllInvolvedRawTypes();
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    Set<JavaClass> types = new HashSet<>(unit.getReturnType().getAllInvolvedRawTypes());
    unit.getParameterTypes().forEach(type -> types.addAll(type.getAllInvolvedRawTypes()));
    types.addAll(unit.getExceptionTypes());
    return types;
  }

  private static void leak(String where, JavaClass used, Set<String> leaks) {
    if (used.getName().matches("(com\\.fasterxml|okhttp3|okio|kotlin)\\..*")) {
      leaks.add(where + " mentions " + used.getName());
    }
  }

  @Test
  void theEnvironmentIsReadOnlyWhereTheNameSaysSo() {
    Set<String> readers = new TreeSet<>();
    for (JavaClass type : CORE) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        if (access.getTargetOwner().isEquivalentTo(System.class)
            && access.getTarget().getName().equals("getenv")
            && !access.getOrigin().getName().matches("(lambda\\$)?fromEnvironment(\\$\\d+)?")) {
          readers.add(access.getDescription());
        }
      }
    }

    assertThat(readers).isEmpty();
  }

  @Test
  void nothingIsDiscovered() {
    noClasses()
        .should()
        .dependOnClassesThat(nameMatching("java\\.util\\.ServiceLoader.*"))
        .check(CORE);
  }

  @Test
  void nothingSleepsPrintsOrExits() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CORE);
    noClasses().should().accessField(System.class, "out").check(CORE);
    noClasses().should().accessField(System.class, "err").check(CORE);
    noClasses().should().callMethod(System.class, "exit", int.class).check(CORE);
    noClasses()
        .should()
        .callMethodWhere(describe(
            "Throwable.printStackTrace()",
            call -> call.getTarget().getName().equals("printStackTrace")))
        .check(CORE);
  }

  @Test
  void noStateHidesInThreadLocals() {
    noClasses()
        .should()
        .dependOnClassesThat(nameMatching("java\\.lang\\.(Inheritable)?ThreadLocal"))
        .check(CORE);
  }

  @Test
  void testingNeedsNoTestFramework() {
    noClasses()
        .that(resideInAPackage("dev.codex.testing.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.junit..", "org.assertj..", "org.opentest4j.."))
        .check(CORE);
  }

  @Test
  void coreUsesNoLibraryThatItDoesNotName() {
    classes()
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(
            "java..",
            "javax..",
            "dev.codex..",
            "com.fasterxml.jackson..",
            "okhttp3..",
            "okio..",
            "kotlin..",
            "org.slf4j..",
            "org.jspecify..",
            "org.immutables.."))
        .allowEmptyShould(true)
        .check(CORE);
  }
}
