package dev.codex.config;

import dev.codex.config.Node.Leaf;
import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import dev.codex.model.ModelSettings;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in Codex's format: several files and overrides, seen as one. Tables of a higher
 * layer merge into those below, everything else replaces what is below.
 *
 * <pre>{@code
 * Config config = Config.builder()
 *     .addHome(Path.of("/etc/reviewer"))
 *     .addOverride("model_reasoning_effort=high")
 *     .build();
 * config.provider().baseUrl();
 * }</pre>
 *
 * <p>Nothing is read from the environment; a {@link ProviderConfig} is handed the variables when it
 * has to look a key up. What is wrong is said when the configuration is built, with file, line and
 * key.
 */
public final class Config {

  private static final String OPENAI = "openai";

  private final Table root;
  private final List<ConfigNotice> notices;

  Config(Table root, List<ConfigNotice> notices) {
    this.root = root;
    this.notices = List.copyOf(notices);
  }

  /** Says nothing. */
  public static Config empty() {
    return new Config(Table.EMPTY, List.of());
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What has no effect and perhaps should. */
  public List<ConfigNotice> notices() {
    return notices;
  }

  /** The text under a dotted key, such as {@code model_providers.mine.name}. */
  public Optional<String> text(String key) {
    return value(KeyPath.parse(key), String.class, "a text");
  }

  public OptionalLong integer(String key) {
    return value(KeyPath.parse(key), Long.class, "an integer").stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Empty if the configuration does not say. */
  public Optional<Boolean> flag(String key) {
    return value(KeyPath.parse(key), Boolean.class, "true or false");
  }

  /** Empty if the configuration does not say. */
  public List<String> texts(String key) {
    return value(KeyPath.parse(key), List.class, "a list of texts").stream()
        .flatMap(list -> ((List<?>) list).stream())
        .map(String::valueOf)
        .toList();
  }

  /** The table of texts under the key; empty if there is none. */
  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    if (root.find(KeyPath.parse(key)) instanceof Table table) {
      for (String name : table.entries().keySet()) {
        value(KeyPath.parse(key).plus(name), String.class, "a text")
            .ifPresent(text -> map.put(name, text));
      }
    }
    return map;
  }

  /** The path under the key; a relative one is relative to the file that says it. */
  public Optional<Path> path(String key) {
    KeyPath path = KeyPath.parse(key);
    return text(key).map(text -> resolve(text, root.find(path)));
  }

  /** The model's name; empty if the configuration does not say. */
  public Optional<String> model() {
    return text("model");
  }

  public ModelSettings modelSettings() {
    return ModelSettings.builder()
        .reasoningEffort(text("model_reasoning_effort"))
        .reasoningSummary(text("model_reasoning_summary"))
        .verbosity(text("model_verbosity"))
        .serviceTier(text("service_tier"))
        .build();
  }

  /** Whether somebody has chosen a provider, or where OpenAI's is. */
  public boolean namesProvider() {
    return text("model_provider").isPresent() || text("openai_base_url").isPresent();
  }

  /**
   * The chosen provider; OpenAI if none is.
   *
   * @throws ConfigException if there is none of the chosen name
   */
  public ProviderConfig provider() {
    return provider(text("model_provider").orElse(OPENAI));
  }

  /**
   * The provider of this name: {@code openai}, {@code ollama}, {@code lmstudio}, or one of {@code
   * model_providers}.
   *
   * @throws ConfigException if there is none
   */
  public ProviderConfig provider(String id) {
    return new ProviderReader(this, root).read(id);
  }

  /** When to ask; empty if the configuration does not say. */
  public Optional<ApprovalPolicy> approvalPolicy() {
    KeyPath key = KeyPath.of("approval_policy");
    Node node = root.find(key);
    if (node == null) {
      return Optional.empty();
    }
    Optional<ApprovalPolicy> policy = ApprovalPolicy.standard().stream()
        .filter(one -> node instanceof Leaf leaf && one.wireName().equals(leaf.value()))
        .findFirst();
    if (policy.isEmpty()) {
      String words = "\"untrusted\", \"on-request\", \"on-failure\" or \"never\"";
      throw node instanceof Leaf leaf
          ? Schema.wrong(key, leaf, words)
          : new ConfigException("approval_policy is a table; expected " + words + ".");
    }
    return policy;
  }

  /** What commands may reach, for this workspace; empty if the configuration does not say. */
  public Optional<SandboxPolicy> sandboxPolicy(Path workspace) {
    return text("sandbox_mode").map(mode -> sandboxPolicy(mode, workspace));
  }

  /**
   * A policy by Codex's name of it, with the details that the configuration adds.
   *
   * @throws ConfigException if there is no such mode
   */
  public SandboxPolicy sandboxPolicy(String mode, Path workspace) {
    return switch (mode) {
      case "read-only" -> SandboxPolicy.readOnly();
      case "danger-full-access" -> SandboxPolicy.dangerFullAccess();
      case "workspace-write" -> workspaceWrite(workspace);
      default ->
        throw new ConfigException(
            "The sandbox mode is \"%s\"; expected \"read-only\", \"workspace-write\" or"
                    .formatted(mode)
                + " \"danger-full-access\".");
    };
  }

  private SandboxPolicy workspaceWrite(Path workspace) {
    String table = "sandbox_workspace_write";
    List<Path> roots = new ArrayList<>(List.of(workspace));
    Node list = root.find(KeyPath.of(table, "writable_roots"));
    texts(table + ".writable_roots").forEach(text -> roots.add(resolve(text, list)));
    boolean network = flag(table + ".network_access").orElse(false);
    boolean closedTemp = flag(table + ".exclude_slash_tmp").orElse(false)
        || flag(table + ".exclude_tmpdir_env_var").orElse(false);
    return new SandboxPolicy.WorkspaceWrite(
        roots,
        network ? NetworkAccess.ON : NetworkAccess.OFF,
        closedTemp ? SandboxPolicy.TempFolders.READ_ONLY : SandboxPolicy.TempFolders.WRITABLE);
  }

  /** Which variables commands are given. */
  public ShellEnvironment shellEnvironment() {
    String table = "shell_environment_policy";
    return ShellEnvironment.builder()
        .inherit(text(table + ".inherit")
            .map(word -> ShellEnvironment.Inherit.valueOf(word.toUpperCase(Locale.ROOT))))
        .ignoreDefaultExcludes(flag(table + ".ignore_default_excludes"))
        .exclude(texts(table + ".exclude"))
        .includeOnly(texts(table + ".include_only"))
        .set(map(table + ".set"))
        .build();
  }

  /** Whether somebody has said that the project around this folder may be trusted. */
  public boolean isTrusted(Path folder) {
    return ProjectFolders.trustKeys(folder.toAbsolutePath().normalize()).stream()
        .map(path -> root.find(KeyPath.of("projects", path.toString(), "trust_level")))
        .anyMatch(node -> node instanceof Leaf leaf && leaf.value().equals("trusted"));
  }

  <T> Optional<T> value(KeyPath key, Class<T> type, String expected) {
    Node node = root.find(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof Leaf leaf && type.isInstance(leaf.value())) {
      return Optional.of(type.cast(leaf.value()));
    }
    throw node instanceof Leaf leaf
        ? Schema.wrong(key, leaf, expected)
        : new ConfigException(key + " is a table; expected " + expected + ".");
  }

  private static Path resolve(String text, @Nullable Node node) {
    Path path = Path.of(text);
    Path folder = node instanceof Leaf leaf ? leaf.source().folder() : null;
    return folder == null ? path : folder.resolve(path).normalize();
  }

  /** Stacks layers: the home's files, the profile, the trusted project's files, the overrides. */
  public static final class Builder {

    private final LayerStack layers = new LayerStack();

    Builder() {}

    /** Reads {@code config.toml} in this folder, if there is one. */
    public Builder addHome(Path home) {
      layers.addFile(home.resolve("config.toml"));
      return this;
    }

    /** Reads {@code NAME.config.toml} in the folder, if there is one. */
    public Builder addProfile(Path home, String name) {
      if (name.isEmpty() || !name.chars().allMatch(KeyPath::isBare)) {
        throw new ConfigException(
            "The profile is called '" + name + "'; use letters, digits, hyphen and underscore.");
      }
      layers.addFile(home.resolve(name + ".config.toml"));
      return this;
    }

    /**
     * Reads {@code .codex/config.toml} of every folder from the project's root down to this one, if
     * the layers of the host call the project trusted.
     */
    public Builder addProject(Path workingDirectory) {
      layers.addProject(workingDirectory.toAbsolutePath().normalize());
      return this;
    }

    /** Adds text in TOML; the name stands for it in messages. */
    public Builder addText(String name, String toml) {
      layers.add(TomlReader.read(new Source(name, null, toml)));
      return this;
    }

    /** Adds {@code key=value}; a value that is not TOML is a text. Overrides win over all files. */
    public Builder addOverride(String setting) {
      layers.addOverride(CommandLineSetting.parse(setting));
      return this;
    }

    /** The default is {@link UnknownKeys#REPORT}. */
    public Builder unknownKeys(UnknownKeys unknownKeys) {
      layers.unknownKeys(unknownKeys);
      return this;
    }

    /**
     * Reads and checks everything.
     *
     * @throws ConfigException naming file, line, key and value of the first thing that is wrong
     */
    public Config build() {
      return layers.merge();
    }
  }
}
