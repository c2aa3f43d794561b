package dev.codex.tool;

import dev.codex.internal.schema.RecordReader;
import dev.codex.internal.schema.RecordSchema;
import dev.codex.policy.ApprovalRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A tool made of a method. */
final class MethodTool implements Tool {

  private static final Set<Class<?>> GIVEN =
      Set.of(ToolInvocation.class, Progress.class, Cancellation.class);

  private final Object host;
  private final Method method;
  private final ToolMethod marks;
  private final ToolSpec spec;
  private final RecordReader<Object[]> reader;

  private MethodTool(Object host, Method method, ToolMethod marks) {
    this.host = host;
    this.method = method;
    this.marks = marks;
    List<Parameter> asked = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      if (!GIVEN.contains(parameter.getType())) {
        if (!parameter.isNamePresent()) {
          throw new IllegalArgumentException("The parameters of " + method
              + " have no names in the class file. Compile it with -parameters.");
        }
        asked.add(parameter);
      }
    }
    this.reader = RecordReader.of(method, asked);
    this.spec = ToolSpec.function(
        ToolSpec.checkedName(marks.name().isEmpty() ? snake(method) : marks.name()),
        description(method),
        RecordSchema.of(method, asked).json(),
        ToolSpec.Strictness.STRICT);
  }

  static List<Tool> of(Object host) {
    List<Tool> tools = new ArrayList<>();
    for (Class<?> type = host.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        ToolMethod marks = method.getAnnotation(ToolMethod.class);
        if (marks != null && !method.isSynthetic()) {
          if (!method.trySetAccessible()) {
            throw new IllegalArgumentException("This library may not call " + method
                + "; make it public in an exported package, or add \"opens "
                + type.getPackageName() + " to dev.codex.core;\" to its module.");
          }
          tools.add(new MethodTool(host, method, marks));
        }
      }
    }
    if (tools.isEmpty()) {
      throw new IllegalArgumentException(
          "No method of " + host.getClass().getName() + " is marked with @ToolMethod.");
    }
    tools.sort(Comparator.comparing(tool -> tool.spec().name()));
    return List.copyOf(tools);
  }

  private static String snake(Method method) {
    return method.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static String description(Method method) {
    Describe description = method.getAnnotation(Describe.class);
    if (description == null || description.value().isBlank()) {
      throw new IllegalArgumentException(
          "A model cannot know what " + method + " is for. Say it with @Describe at the method.");
    }
    return description.value();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  /** Arguments that do not fit go back to the model before anybody is asked about them. */
  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    reader.read(invocation.input());
    return Tool.super.describe(invocation);
  }

  @Override
  public ToolResult call(ToolInvocation invocation) throws Exception {
    Object[] asked = reader.read(invocation.input());
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    int next = 0;
    for (int i = 0; i < types.length; i++) {
      arguments[i] = GIVEN.contains(types[i]) ? given(types[i], invocation) : asked[next++];
    }
    try {
      return RecordTool.result(method.invoke(host, arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static Object given(Class<?> type, ToolInvocation invocation) {
    if (type == Progress.class) {
      return invocation.progress();
    }
    return type == Cancellation.class ? invocation.cancellation() : invocation;
  }

  @Override
  public boolean isParallelSafe() {
    return marks.parallelSafe();
  }

  @Override
  public boolean isMutating() {
    return marks.mutating();
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(marks.timeoutSeconds());
  }

  @Override
  public String toString() {
    return "Tool[" + spec.name() + "]";
  }
}
