package dev.codex.tools;

import dev.codex.model.ModelProfile;
import dev.codex.model.ShellKind;
import dev.codex.tool.Tool;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.shell.ExecCommandTool;
import dev.codex.tools.shell.LoginShell;
import dev.codex.tools.shell.OutputFolder;
import dev.codex.tools.shell.ReadOutputTool;
import dev.codex.tools.shell.ShellTool;
import dev.codex.tools.shell.WriteStdinTool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tools that let a model work on code: {@code exec_command} with {@code write_stdin} and {@code
 * read_output}, and {@code apply_patch}.
 *
 * <pre>{@code
 * List<Tool> tools = CodingTools.standard();
 * }</pre>
 */
public final class CodingTools {

  private CodingTools() {}

  /** The tools as they should be without a reason to do otherwise. */
  public static List<Tool> standard() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Says how the tools behave. */
  public static final class Builder {
    private final ExecCommandTool.Builder execCommand = ExecCommandTool.builder();

    private ShellKind shellKind = ShellKind.SESSIONS;
    private Map<String, String> environment = Map.of();
    private LoginShell loginShell = LoginShell.ON_REQUEST;
    private OutputFolder outputs = OutputFolder.temporary();

    private Builder() {}

    /**
     * Chooses the tools that this model knows best; the default are those for models that know all.
     */
    public Builder model(ModelProfile model) {
      this.shellKind = model.shellKind();
      return this;
    }

    /** See {@link ExecCommandTool.Builder#environment}. */
    public Builder environment(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
      execCommand.environment(environment);
      return this;
    }

    /** See {@link ExecCommandTool.Builder#loginShell}. */
    public Builder loginShell(LoginShell loginShell) {
      this.loginShell = loginShell;
      execCommand.loginShell(loginShell);
      return this;
    }

    /** See {@link ExecCommandTool.Builder#timeout}. */
    public Builder commandTimeout(Duration timeout) {
      execCommand.timeout(timeout);
      return this;
    }

    /** See {@link ExecCommandTool.Builder#outputs}. */
    public Builder outputs(OutputFolder outputs) {
      this.outputs = outputs;
      execCommand.outputs(outputs);
      return this;
    }

    private List<Tool> shell() {
      return switch (shellKind) {
        case SESSIONS -> List.of(execCommand.build(), WriteStdinTool.create());
        case WORDS -> List.of(ShellTool.words(outputs));
        case SCRIPT -> List.of(ShellTool.script(environment, loginShell, outputs));
      };
    }

    public List<Tool> build() {
      List<Tool> tools = new ArrayList<>();
      tools.addAll(shell());
      tools.add(ReadOutputTool.create());
      tools.add(ApplyPatchTool.freeform());
      return List.copyOf(tools);
    }
  }
}
