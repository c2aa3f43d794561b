package dev.codex.tools.plan;

import dev.codex.error.ToolException;
import dev.codex.internal.schema.JsonWriter;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.schema.SchemaFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code request_user_input}: the model asks a person and goes on with the answers. */
public final class RequestUserInputTool implements Tool {

  static final String NAME = "request_user_input";

  private static final int MAX_QUESTIONS = 3;
  private static final String UNAVAILABLE = "request_user_input is unavailable in Default mode";
  private static final String CANCELLED =
      "request_user_input was cancelled before receiving a response";

  private final ToolSpec spec = SchemaFile.function(
      RequestUserInputTool.class,
      NAME,
      "Asks the user one to three short questions and waits. Use it only where the answer decides"
          + " how to go on and cannot be found out otherwise.");

  private final Optional<UserInput> user;
  private final Duration timeout;

  private RequestUserInputTool(Optional<UserInput> user, Duration timeout) {
    this.user = user;
    this.timeout = timeout;
  }

  /** Asks this user, who has a day to answer. */
  public static RequestUserInputTool of(UserInput user) {
    return new RequestUserInputTool(Optional.of(user), Duration.ofDays(1));
  }

  /**
   * Where there is nobody to ask: models that expect the tool are told so, in the words that they
   * know from Codex.
   */
  public static RequestUserInputTool unavailable() {
    return new RequestUserInputTool(Optional.empty(), Duration.ofMinutes(1));
  }

  /** The same tool with another limit to how long the user may take. */
  public RequestUserInputTool withTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout is " + timeout + "; it must be positive");
    }
    return new RequestUserInputTool(user, timeout);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  /** Questions that cannot be asked go back to the model at once. */
  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    if (user.isPresent()) {
      questions(invocation);
    }
    return Tool.super.describe(invocation);
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    if (user.isEmpty()) {
      return ToolResult.error(UNAVAILABLE);
    }
    List<Question> questions = questions(invocation);
    try {
      return ToolResult.json(answers(questions, user.get().answer(questions)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ToolResult.error(CANCELLED);
    }
  }

  private static String answers(List<Question> questions, Map<String, List<String>> given) {
    Map<String, Answers> answers = new LinkedHashMap<>();
    for (Question question : questions) {
      List<String> answer = given.get(question.id());
      if (answer != null) {
        answers.put(question.id(), new Answers(answer));
      }
    }
    return JsonWriter.toJson(Map.of("answers", answers));
  }

  private static List<Question> questions(ToolInvocation invocation) {
    List<Asked> asked = invocation.argumentsAs(Arguments.class).questions();
    if (asked.isEmpty() || asked.size() > MAX_QUESTIONS) {
      throw new ToolException(
          NAME + " takes one to three questions, and these are " + asked.size());
    }
    Set<String> ids = new LinkedHashSet<>();
    List<Question> questions = new ArrayList<>();
    for (Asked one : asked) {
      if (one.options().isEmpty()) {
        throw new ToolException(NAME + " requires non-empty options for every question");
      }
      if (!ids.add(one.id())) {
        throw new ToolException(
            NAME + " has two questions with the id `" + one.id() + "`; give each an id of its own");
      }
      questions.add(Question.builder()
          .id(one.id())
          .header(one.header())
          .text(one.question())
          .options(one.options())
          .build());
    }
    return questions;
  }

  @Override
  public boolean isMutating() {
    return false;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** What the model passes. */
  record Arguments(List<Asked> questions) {}

  /** A question as the model writes it. */
  record Asked(String id, String header, String question, List<Question.Option> options) {}

  /** The answers to one question, as the model reads them. */
  record Answers(List<String> answers) {}
}
