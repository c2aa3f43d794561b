package dev.codex.tools.plan;

import dev.codex.error.ToolException;
import dev.codex.item.Plan;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.schema.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code update_plan}: the model says which steps it means to take and how far it is. Nothing is
 * done with that but telling it, as a {@link Plan}, to whoever watches the turn.
 */
public final class UpdatePlanTool implements Tool {

  static final String NAME = "update_plan";

  /** More than anybody reads; a plan is kept with the events of its turn. */
  private static final int MAX_STEPS = 200;

  private final ToolSpec spec = SchemaFile.function(
      UpdatePlanTool.class,
      NAME,
      "Shows the user your plan. Send all steps each time, with at most one in progress; say what"
          + " made you change a plan.");

  private UpdatePlanTool() {}

  public static UpdatePlanTool create() {
    return new UpdatePlanTool();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  /** A plan that makes no sense goes back to the model at once. */
  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    plan(invocation);
    return Tool.super.describe(invocation);
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    Plan plan = plan(invocation);
    invocation.progress().started(plan);
    invocation.progress().completed(plan);
    return ToolResult.text("Plan updated");
  }

  private static Plan plan(ToolInvocation invocation) {
    Arguments arguments = invocation.argumentsAs(Arguments.class);
    if (arguments.plan().size() > MAX_STEPS) {
      throw new ToolException("failed to parse function arguments: the plan has "
          + arguments.plan().size() + " steps; send at most " + MAX_STEPS);
    }
    List<Plan.Step> steps = new ArrayList<>();
    for (Step step : arguments.plan()) {
      steps.add(new Plan.Step(step.step(), state(step.status())));
    }
    return Plan.builder()
        .id(invocation.callId() + "-plan")
        .steps(steps)
        .explanation(arguments.explanation().orElse(""))
        .build();
  }

  private static Plan.State state(String status) {
    for (Plan.State state : Plan.State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(status)) {
        return state;
      }
    }
    throw new ToolException("failed to parse function arguments: unknown variant `" + status
        + "`, expected one of `pending`, `in_progress`, `completed`");
  }

  @Override
  public boolean isMutating() {
    return false;
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** What the model passes. */
  record Arguments(Optional<String> explanation, List<Step> plan) {}

  /** A step as the model writes it. */
  record Step(String step, String status) {}
}
