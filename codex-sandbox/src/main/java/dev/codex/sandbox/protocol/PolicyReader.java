package dev.codex.sandbox.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.GitAccess;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the policy that says the same as a {@code sandbox} member, or refuses it. */
final class PolicyReader {

  private final JsonNode sandbox;
  private final List<Path> temporaryFolders;
  private final List<Path> workspaceRoots = new ArrayList<>();
  private final List<PathRule> rules = new ArrayList<>();
  private boolean readsAll;
  private boolean writesTemp;

  PolicyReader(JsonNode sandbox, List<Path> temporaryFolders) {
    this.sandbox = sandbox;
    this.temporaryFolders = temporaryFolders;
  }

  SandboxPolicy policy() {
    if (sandbox.isNull() || sandbox.isMissingNode()) {
      return SandboxPolicy.dangerFullAccess();
    }
    JsonNode permissions = sandbox.path("permissions");
    return switch (permissions.path("type").asText()) {
      case "disabled" -> SandboxPolicy.dangerFullAccess();
      case "external" -> SandboxPolicy.external(network(permissions));
      case "managed" -> managed(permissions);
      default -> throw refused("permissions of the type " + permissions.path("type"));
    };
  }

  private static SandboxUnavailableException refused(String what) {
    return new SandboxUnavailableException(
        "This executor cannot enforce " + what + ", so it runs nothing under it.");
  }

  private static NetworkAccess network(JsonNode permissions) {
    return switch (permissions.path("network").asText("restricted")) {
      case "enabled" -> NetworkAccess.ON;
      case "restricted" -> NetworkAccess.OFF;
      default -> throw refused("network access " + permissions.path("network"));
    };
  }

  private SandboxPolicy managed(JsonNode permissions) {
    JsonNode files = permissions.path("file_system");
    String type = files.path("type").asText();
    NetworkAccess network = network(permissions);
    if (type.equals("unrestricted") && network == NetworkAccess.ON) {
      return SandboxPolicy.dangerFullAccess();
    }
    if (!type.equals("restricted")) {
      throw refused("a file system of the type " + files.path("type"));
    }
    sandbox.path("workspaceRoots").forEach(root -> workspaceRoots.add(path(root.asText())));
    if (workspaceRoots.isEmpty() && sandbox.path("cwd").isTextual()) {
      workspaceRoots.add(path(sandbox.path("cwd").asText()));
    }
    files.path("entries").forEach(this::entry);
    if (!readsAll) {
      throw refused("a policy that does not let commands read everything to begin with");
    }
    TempFolders temp = writesTemp ? TempFolders.WRITABLE : TempFolders.READ_ONLY;
    return rules.isEmpty() && !writesTemp
        ? new SandboxPolicy.ReadOnly(network)
        : new SandboxPolicy.Profile(rules, network, temp, GitAccess.READ_ONLY);
  }

  private static Path path(String text) {
    try {
      return text.startsWith("/") ? Path.of(text).normalize() : PathUri.parse(text);
    } catch (IllegalArgumentException e) {
      throw refused("the path " + text);
    }
  }

  private void entry(JsonNode entry) {
    JsonNode path = entry.path("path");
    PathRule.Access access = switch (entry.path("access").asText()) {
      case "read" -> PathRule.Access.READ;
      case "write" -> PathRule.Access.WRITE;
      case "deny", "none" -> PathRule.Access.DENY;
      default -> throw refused("the access " + entry.path("access"));
    };
    boolean skip = entry.path("missing_path_behavior").asText().equals("skip");
    switch (path.path("type").asText()) {
      case "special" -> special(path.path("value"), access, skip);
      case "path" -> rule(path(path.path("path").asText()), access, skip);
      case "glob_pattern" -> rules.add(new PathRule(path.path("pattern").asText(), access));
      default -> throw refused("a rule about " + path);
    }
  }

  private void special(JsonNode value, PathRule.Access access, boolean skip) {
    String kind = value.isTextual() ? value.asText() : value.path("kind").asText();
    String below = value.path("subpath").asText("");
    switch (kind) {
      case "root" -> {
        if (access == PathRule.Access.READ && below.isEmpty()) {
          readsAll = true;
        } else {
          throw refused("a rule that everything may be " + access);
        }
      }
      case "project_roots" ->
        workspaceRoots.forEach(root -> rule(root.resolve(below).normalize(), access, skip));
      case "slash_tmp", "tmpdir" -> {
        if (access == PathRule.Access.WRITE) {
          writesTemp |= !temporaryFolders.isEmpty();
        } else if (access == PathRule.Access.DENY) {
          throw refused("temp folders that cannot be read");
        }
      }
      case "minimal" -> {
        // part of what root allows; without root the policy is refused anyway
      }
      default -> throw refused("a rule about " + value);
    }
  }

  private void rule(Path path, PathRule.Access access, boolean skip) {
    if (!skip || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      rules.add(new PathRule(path.toString(), access));
    }
  }
}
