package dev.codex.tools;

import dev.codex.model.ModelProfile;
import dev.codex.model.ShellKind;
import dev.codex.tool.Tool;
import dev.codex.tools.files.GrepFilesTool;
import dev.codex.tools.files.ListDirTool;
import dev.codex.tools.files.ReadFileTool;
import dev.codex.tools.files.ViewImageTool;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.plan.RequestUserInputTool;
import dev.codex.tools.plan.UpdatePlanTool;
import dev.codex.tools.plan.UserInput;
import dev.codex.tools.shell.ExecCommandTool;
import dev.codex.tools.shell.LoginShell;
import dev.codex.tools.shell.OutputFolder;
import dev.codex.tools.shell.ReadOutputTool;
import dev.codex.tools.shell.ShellTool;
import dev.codex.tools.shell.WriteStdinTool;
import dev.codex.tools.web.WebSearchTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tools that let a model work on code.
 *
 * <pre>{@code
 * List<Tool> tools = CodingTools.standard();
 * List<Tool> reading = CodingTools.readOnly();
 * List<Tool> picked = CodingTools.builder()
 *     .add(CodingTool.UPDATE_PLAN)
 *     .remove(CodingTool.VIEW_IMAGE)
 *     .userInput(questions -> askSomebody(questions))
 *     .build();
 * }</pre>
 */
public final class CodingTools {

  private CodingTools() {}

  /**
   * The tools that models of today are trained with: running commands, patching files and looking
   * at pictures.
   */
  public static List<Tool> standard() {
    return builder().build();
  }

  /** Tools that change nothing and run no command of the model's. */
  public static List<Tool> readOnly() {
    return builder()
        .only(
            CodingTool.READ_FILE, CodingTool.LIST_DIR, CodingTool.GREP_FILES, CodingTool.VIEW_IMAGE)
        .build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Says which tools there are and how they behave; begins with those of {@link #standard()}. */
  public static final class Builder {
    private final ExecCommandTool.Builder execCommand = ExecCommandTool.builder();
    private final Set<CodingTool> picked = new LinkedHashSet<>(
        List.of(CodingTool.EXEC_COMMAND, CodingTool.APPLY_PATCH, CodingTool.VIEW_IMAGE));
    private Optional<Tool> userInput = Optional.empty();
    private Optional<Tool> webSearch = Optional.empty();
    private ShellKind shellKind = ShellKind.SESSIONS;
    private Map<String, String> environment = Map.of();
    private LoginShell loginShell = LoginShell.ON_REQUEST;
    private OutputFolder outputs = OutputFolder.temporary();
    private Map<String, Path> environments = Map.of();

    private Builder() {}

    /**
     * Chooses the tools that this model knows best; the default are those for models that know all.
     */
    public Builder model(ModelProfile model) {
      this.shellKind = model.shellKind();
      return this;
    }

    /** These and no others, in this order; what is set by other methods stays. */
    public Builder only(CodingTool... tools) {
      picked.clear();
      return add(tools);
    }

    public Builder add(CodingTool... tools) {
      picked.addAll(Arrays.asList(tools));
      return this;
    }

    public Builder remove(CodingTool... tools) {
      Arrays.asList(tools).forEach(picked::remove);
      return this;
    }

    /** Lets the model ask somebody; the default is that it has no tool for that. */
    public Builder userInput(UserInput user) {
      return userInput(RequestUserInputTool.of(user));
    }

    /** See {@link #userInput(UserInput)}. */
    public Builder userInput(RequestUserInputTool tool) {
      userInput = Optional.of(tool);
      return this;
    }

    /** Lets the provider search the web; the default is that it must not. */
    public Builder webSearch(WebSearchTool tool) {
      webSearch = Optional.of(tool);
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

    /**
     * Lets the model choose where commands run and patches apply, see {@link
     * ExecCommandTool.Builder#environments}.
     */
    public Builder environments(Map<String, Path> directories) {
      this.environments = new LinkedHashMap<>(directories);
      execCommand.environments(directories);
      return this;
    }

    /** See {@link ExecCommandTool.Builder#outputs}. */
    public Builder outputs(OutputFolder outputs) {
      this.outputs = outputs;
      execCommand.outputs(outputs);
      return this;
    }

    private List<Tool> shell() {
      List<Tool> shell = switch (shellKind) {
        case SESSIONS -> List.of(execCommand.build(), WriteStdinTool.create());
        case WORDS -> List.of(ShellTool.words(outputs));
        case SCRIPT -> List.of(ShellTool.script(environment, loginShell, outputs));
      };
      return Stream.concat(shell.stream(), Stream.of(ReadOutputTool.create())).toList();
    }

    /**
     * The tools.
     *
     * @throws IllegalStateException if both kinds of apply_patch were picked
     */
    public List<Tool> build() {
      if (picked.containsAll(List.of(CodingTool.APPLY_PATCH, CodingTool.APPLY_PATCH_FUNCTION))) {
        throw new IllegalStateException("APPLY_PATCH and APPLY_PATCH_FUNCTION have one name."
            + " Remove the one that the model does not know.");
      }
      List<Tool> tools = new ArrayList<>();
      picked.forEach(tool -> tools.addAll(tools(tool)));
      userInput.ifPresent(tools::add);
      webSearch.ifPresent(tools::add);
      return List.copyOf(tools);
    }

    private List<Tool> tools(CodingTool tool) {
      return switch (tool) {
        case EXEC_COMMAND -> shell();
        case APPLY_PATCH -> List.of(ApplyPatchTool.freeform().inEnvironments(environments));
        case APPLY_PATCH_FUNCTION ->
          List.of(ApplyPatchTool.function().inEnvironments(environments));
        case VIEW_IMAGE -> List.of(ViewImageTool.create());
        case UPDATE_PLAN -> List.of(UpdatePlanTool.create());
        case READ_FILE -> List.of(ReadFileTool.create());
        case LIST_DIR -> List.of(ListDirTool.create());
        case GREP_FILES -> List.of(GrepFilesTool.create());
      };
    }
  }
}
