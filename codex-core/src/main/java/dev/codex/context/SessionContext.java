package dev.codex.context;

import dev.codex.item.Content;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.UserMessage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session tells the model before the first prompt: what it may do, and where it is. The tags
 * are Codex's (codex-behaviour 2.9), so that its tools recognise the messages; the sentences are
 * ours.
 */
public final class SessionContext {

  private static final int MAX_PATHS = 100;

  private SessionContext() {}

  /** What the model may do, and what else the host wants it to know. */
  public static DeveloperMessage permissions(
      String id, SandboxPolicy sandbox, ApprovalPolicy approvals, String developerInstructions) {
    List<Content> parts = new ArrayList<>(2);
    if (!developerInstructions.isBlank()) {
      parts.add(Content.text(developerInstructions));
    }
    parts.add(Content.text("<permissions instructions>\n"
        + files(sandbox)
        + network(sandbox.network())
        + approvals(approvals)
        + "\n</permissions instructions>"));
    return new DeveloperMessage(id, parts);
  }

  private static String network(NetworkAccess network) {
    if (network instanceof NetworkAccess.Proxied) {
      return " The network can be reached through the proxy in the environment, which lets some"
          + " hosts pass.\n";
    }
    return network instanceof NetworkAccess.On
        ? " The network can be reached.\n"
        : " The network cannot be reached.\n";
  }

  private static String files(SandboxPolicy sandbox) {
    String mode = "`sandbox_mode` is `" + sandbox.mode() + "`: ";
    if (sandbox instanceof SandboxPolicy.ReadOnly) {
      return mode + "commands can read files but change none.";
    }
    if (sandbox instanceof SandboxPolicy.WorkspaceWrite write) {
      return mode
          + "commands can read files, and write below "
          + write.roots()
          + (write.tempFolders() == SandboxPolicy.TempFolders.WRITABLE
              ? " and in the temporary folders."
              : ".");
    }
    if (sandbox instanceof SandboxPolicy.Profile profile) {
      return mode + "commands can read files and write none, except as these rules say: "
          + profile.rules().stream()
              .map(rule ->
                  rule.access().name().toLowerCase(java.util.Locale.ROOT) + " " + rule.pattern())
              .toList();
    }
    return sandbox instanceof SandboxPolicy.External
        ? mode + "the surroundings decide what commands can reach."
        : mode + "commands are not confined; take care.";
  }

  private static String approvals(ApprovalPolicy approvals) {
    String policy = "Approval policy is `" + approvals.wireName() + "`: ";
    if (approvals == ApprovalPolicy.UNTRUSTED) {
      return policy + "somebody is asked before most actions.";
    }
    if (approvals == ApprovalPolicy.ON_FAILURE) {
      return policy + "actions run inside the sandbox; somebody may be asked if one fails.";
    }
    return approvals.takesRequests()
        ? policy
            + "actions inside the sandbox run at once. If a command has to leave the sandbox,"
            + " call it with `sandbox_permissions` set to `require_escalated` and say why in"
            + " `justification`."
        : policy + "nobody is asked, so do not set `sandbox_permissions`.";
  }

  /** Where the session is. */
  public static UserMessage environment(
      String id, Path workingDirectory, SandboxPolicy sandbox, ZonedDateTime now) {
    return UserMessage.of(
        id,
        "<environment_context>\n  <cwd>"
            + escape(workingDirectory.toString())
            + "</cwd>\n  <current_date>"
            + now.toLocalDate()
            + "</current_date>\n  <timezone>"
            + now.getZone()
            + "</timezone>\n  <sandbox_mode>"
            + sandbox.mode()
            + "</sandbox_mode>\n</environment_context>");
  }

  /** What stands in the history where the user has stopped the model. */
  public static UserMessage interrupted(String id) {
    return UserMessage.of(
        id,
        "<turn_aborted>\nThe user stopped the previous turn on purpose. Tools that were running may"
            + " have done a part of their work; look before you repeat anything.\n</turn_aborted>");
  }

  /** What stands in the history where the user has taken back what a turn did to files. */
  public static UserMessage takenBack(String id, List<Path> paths) {
    StringBuilder text = new StringBuilder("<changes_undone>\nThe user took back file changes of an"
        + " earlier turn. These paths are again as they were before it; read them anew:\n");
    paths.stream()
        .limit(MAX_PATHS)
        .forEach(path -> text.append(escape(path.toString())).append('\n'));
    if (paths.size() > MAX_PATHS) {
      text.append("and ").append(paths.size() - MAX_PATHS).append(" more\n");
    }
    return UserMessage.of(id, text.append("</changes_undone>").toString());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
