package dev.codex.sandbox.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.GitAccess;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.PathRule;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.Profile;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A sandbox policy as the member {@code sandbox} of a request: what is meant, which the executor
 * enforces with what it has. Policies that ask for no confinement are written as null.
 */
public final class PolicyCodec {

  /** What stays closed below every folder that may be written, in Codex's order. */
  private static final List<String> PROTECTED = List.of(".git", ".agents", ".codex", ".aws");

  private final SandboxPolicy policy;
  private final Path directory;

  private PolicyCodec(SandboxPolicy policy, Path directory) {
    this.policy = policy;
    this.directory = directory;
  }

  /**
   * Returns if the policy can be said on the wire.
   *
   * @throws SandboxUnavailableException naming what cannot
   */
  public static void require(SandboxPolicy policy) {
    if (temp(policy) == TempFolders.PRIVATE) {
      throw new SandboxUnavailableException("A remote executor cannot give commands private temp"
          + " folders. Use TempFolders.WRITABLE or TempFolders.READ_ONLY.");
    }
    if (policy instanceof Profile profile && profile.git() != GitAccess.READ_ONLY) {
      throw new SandboxUnavailableException(
          "A remote executor cannot open .git for " + profile.git() + ". Use GitAccess.READ_ONLY.");
    }
  }

  /** Writes the value of {@code sandbox}; relative names count from the directory. */
  public static void write(SandboxPolicy policy, Path directory, JsonGenerator json)
      throws IOException {
    if (policy instanceof SandboxPolicy.DangerFullAccess
        || policy instanceof SandboxPolicy.External) {
      json.writeNull();
    } else {
      require(policy);
      new PolicyCodec(policy, directory).write(json);
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("permissions");
    json.writeStringField("type", "managed");
    json.writeObjectFieldStart("file_system");
    json.writeStringField("type", "restricted");
    json.writeArrayFieldStart("entries");
    entries(json);
    json.writeEndArray();
    json.writeEndObject();
    json.writeStringField(
        "network", policy.network() == NetworkAccess.ON ? "enabled" : "restricted");
    json.writeEndObject();
    json.writeStringField("cwd", PathUri.of(directory));
    json.writeArrayFieldStart("workspaceRoots");
    for (Path root : roots()) {
      json.writeString(PathUri.of(root));
    }
    json.writeEndArray();
    json.writeStringField("windowsSandboxLevel", "disabled");
    json.writeStringField("windowsSandboxProxySettingsMode", "reconcile");
    json.writeBooleanField("useLegacyLandlock", false);
    json.writeEndObject();
  }

  private List<Path> roots() {
    return policy instanceof WorkspaceWrite write ? write.roots() : List.of(directory);
  }

  private static TempFolders temp(SandboxPolicy policy) {
    if (policy instanceof WorkspaceWrite write) {
      return write.tempFolders();
    }
    return policy instanceof Profile profile ? profile.tempFolders() : TempFolders.READ_ONLY;
  }

  private void entries(JsonGenerator json) throws IOException {
    special(json, "root", "", "read");
    if (policy instanceof WorkspaceWrite) {
      special(json, "project_roots", "", "write");
    }
    if (temp(policy) == TempFolders.WRITABLE) {
      special(json, "slash_tmp", "", "write");
      special(json, "tmpdir", "", "write");
    }
    if (policy instanceof WorkspaceWrite) {
      for (String name : PROTECTED) {
        special(json, "project_roots", name, "read");
      }
    }
    if (policy instanceof Profile profile) {
      for (PathRule rule : profile.rules()) {
        rule(json, rule);
      }
    }
  }

  private static void special(JsonGenerator json, String kind, String below, String access)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("path");
    json.writeStringField("type", "special");
    json.writeObjectFieldStart("value");
    json.writeStringField("kind", kind);
    if (!below.isEmpty()) {
      json.writeStringField("subpath", below);
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("access", access);
    if (!below.isEmpty()) {
      json.writeStringField("missing_path_behavior", "skip");
    }
    json.writeEndObject();
  }

  private static void rule(JsonGenerator json, PathRule rule) throws IOException {
    entry(json, rule);
    if (rule.access() == PathRule.Access.WRITE) {
      for (String name : PROTECTED) {
        entry(json, new PathRule(rule.pattern() + "/" + name, PathRule.Access.READ));
      }
    }
  }

  private static void entry(JsonGenerator json, PathRule rule) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("path");
    if (rule.isGlob()) {
      json.writeStringField("type", "glob_pattern");
      json.writeStringField("pattern", rule.pattern());
    } else {
      json.writeStringField("type", "path");
      json.writeStringField("path", PathUri.of(Path.of(rule.pattern())));
    }
    json.writeEndObject();
    json.writeStringField(
        "access",
        switch (rule.access()) {
          case READ -> "read";
          case WRITE -> "write";
          case DENY -> "deny";
        });
    if (rule.access() == PathRule.Access.READ) {
      json.writeStringField("missing_path_behavior", "skip");
    }
    json.writeEndObject();
  }

  /**
   * Reads the value of {@code sandbox}.
   *
   * @throws SandboxUnavailableException if it says something that no policy of ours can say, so
   *     that nothing is ever ignored
   */
  public static SandboxPolicy read(JsonNode sandbox, List<Path> temporaryFolders) {
    return new PolicyReader(sandbox, temporaryFolders).policy();
  }
}
