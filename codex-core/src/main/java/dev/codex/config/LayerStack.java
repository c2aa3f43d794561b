package dev.codex.config;

import dev.codex.config.ConfigNotice.Kind;
import dev.codex.config.Node.Leaf;
import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Layers on the way to a {@link Config}: host files, then project files, then overrides. */
final class LayerStack {

  private final List<Table> host = new ArrayList<>();
  private final List<Path> projects = new ArrayList<>();
  private final List<Table> overrides = new ArrayList<>();
  private final List<ConfigNotice> notices = new ArrayList<>();
  private final Schema schema = Schema.load();
  private UnknownKeys unknownKeys = UnknownKeys.REPORT;

  void addFile(Path file) {
    if (Files.exists(file)) {
      host.add(TomlReader.readFile(file));
    }
  }

  void add(Table table) {
    host.add(table);
  }

  void addProject(Path workingDirectory) {
    projects.add(workingDirectory);
  }

  void addOverride(Table table) {
    overrides.add(table);
  }

  void unknownKeys(UnknownKeys choice) {
    unknownKeys = choice;
  }

  Config merge() {
    notices.clear();
    host.forEach(this::check);
    overrides.forEach(this::check);
    Table below = fold(Table.EMPTY, host);
    Table above = fold(Table.EMPTY, overrides);
    Config hostView = new Config(below.under(above), List.of());
    for (Path folder : projects) {
      below = fold(below, projectLayers(folder, hostView));
    }
    Table merged = below.under(above);
    refuseProfileKey(merged);
    return new Config(merged, notices);
  }

  private static Table fold(Table start, List<Table> layers) {
    Table merged = start;
    for (Table layer : layers) {
      merged = merged.under(layer);
    }
    return merged;
  }

  private void check(Table table) {
    Map<KeyPath, Source> unknown = new LinkedHashMap<>();
    schema.check(table, unknown);
    if (unknown.isEmpty()) {
      return;
    }
    Map.Entry<KeyPath, Source> first = unknown.entrySet().iterator().next();
    Source source = first.getValue();
    if (unknownKeys == UnknownKeys.REFUSE) {
      throw new ConfigException(
          "%s: unknown configuration field `%s`. Take it out, or correct its name."
              .formatted(source.at(first.getKey()), first.getKey()));
    }
    notices.add(new ConfigNotice(
        Kind.UNKNOWN_KEY,
        "%d unrecognized configuration setting%s in %s without effect: %s. Is it spelled right?"
            .formatted(
                unknown.size(), unknown.size() == 1 ? "" : "s", source.name(), join(unknown))));
  }

  private static String join(Map<KeyPath, Source> keys) {
    return keys.keySet().stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
  }

  private List<Table> projectLayers(Path folder, Config hostView) {
    List<String> markers = hostView.texts("project_root_markers");
    Path root = ProjectFolders.root(folder, markers.isEmpty() ? List.of(".git") : markers)
        .orElse(folder);
    List<Table> layers = new ArrayList<>();
    for (Path at : ProjectFolders.between(root, folder)) {
      Path file = at.resolve(".codex").resolve("config.toml");
      if (!Files.exists(file)) {
        continue;
      }
      if (!hostView.isTrusted(folder)) {
        notices.add(new ConfigNotice(Kind.UNTRUSTED_PROJECT, untrusted(file, root)));
        continue;
      }
      layers.add(projectLayer(file));
    }
    return layers;
  }

  private static String untrusted(Path file, Path root) {
    return "%s has no effect: the project is not trusted. To trust it, add [%s] with"
            .formatted(file, KeyPath.of("projects", root.toString()))
        + " trust_level = \"trusted\" to your own config.toml.";
  }

  private Table projectLayer(Path file) {
    Table table = TomlReader.readFile(file);
    List<String> refused =
        table.entries().keySet().stream().filter(schema::isHostOnly).sorted().toList();
    for (String name : refused) {
      table = table.without(name);
    }
    if (!refused.isEmpty()) {
      notices.add(new ConfigNotice(
          Kind.PROJECT_KEY,
          "Ignored unsupported project-local keys in %s: %s. Only your own config.toml may say"
                  .formatted(file, String.join(", ", refused))
              + " these."));
    }
    check(table);
    return table;
  }

  private static void refuseProfileKey(Table merged) {
    @Nullable Node node = merged.find(KeyPath.of("profile"));
    if (node instanceof Leaf leaf) {
      throw new ConfigException(
          ("%s: `profile` is %s, but profiles are files of their own now: put the settings into"
                  + " %s.config.toml beside config.toml and pass -p %s.")
              .formatted(
                  leaf.source().at(KeyPath.of("profile")),
                  leaf.shown(),
                  leaf.value(),
                  leaf.value()));
    }
  }
}
