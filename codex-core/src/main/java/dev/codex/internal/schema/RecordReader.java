package dev.codex.internal.schema;

import dev.codex.error.ToolException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into a record, and says everything that does not fit at once. A reader is immutable
 * and thread-safe; making one looks at the record by reflection, so whoever reads often keeps it.
 */
public final class RecordReader<T> {

  private static final String ARGUMENTS = "failed to parse function arguments: ";
  private static final String ANSWER = "the answer does not fit the schema: ";
  private static final String FENCE = "```";

  private final Shape shape;

  private RecordReader(Shape shape) {
    this.shape = shape;
  }

  /**
   * A reader for a record.
   *
   * @throws IllegalArgumentException where {@link RecordSchema#of} throws it
   */
  public static <T> RecordReader<T> of(Class<T> type) {
    return new RecordReader<>(ShapeCompiler.compile(type));
  }

  /** A reader for some parameters of a method, by name; what it reads is for invoking it. */
  public static RecordReader<Object[]> of(Method method, List<Parameter> parameters) {
    return new RecordReader<>(ShapeCompiler.compile(method, parameters));
  }

  /** Like {@link #of(Class)}, for generic types. */
  public static RecordReader<?> of(Type type) {
    return new RecordReader<>(ShapeCompiler.compile(type));
  }

  /**
   * The arguments of a call; no text counts as no arguments.
   *
   * @throws ToolException if they do not fit; the message lets the model correct itself
   */
  public T read(String arguments) {
    String json = arguments.strip();
    return read(
        json.isEmpty() || json.equals("null") ? "{}" : json,
        ARGUMENTS,
        RecordBinder.Extras.IGNORED);
  }

  /**
   * The final answer of a turn, which models without a strict mode like to fence. What the schema
   * does not have is refused, as a strict server would.
   *
   * @throws ToolException if it does not fit; the message lets the model correct itself
   */
  public T readAnswer(String answer) {
    String json = answer.strip();
    int start = json.indexOf('\n');
    if (json.startsWith(FENCE) && json.endsWith(FENCE) && start > 0) {
      json = json.substring(start, json.length() - FENCE.length());
    }
    return read(json, ANSWER, RecordBinder.Extras.REFUSED);
  }

  @SuppressWarnings("unchecked") // the factories tie T to the shape
  private T read(String json, String prefix, RecordBinder.Extras extras) {
    Object tree;
    try {
      tree = JsonValues.parse(json);
    } catch (JsonValues.Malformed e) {
      throw new ToolException(prefix + e.getMessage());
    }
    Problems problems = new Problems();
    Object value = bindRoot(tree, problems, new RecordBinder(problems, extras));
    if (problems.count() > 0 || value == null) {
      throw new ToolException(prefix + problems.message());
    }
    return (T) value;
  }

  /** Takes off the wrapper of a root that is no object, unless a lenient model left it out. */
  private @Nullable Object bindRoot(@Nullable Object tree, Problems problems, RecordBinder binder) {
    if (shape instanceof RecordShape || !(tree instanceof Map<?, ?> object)) {
      return binder.bind(shape, tree, "$");
    }
    if (object.containsKey(StrictSchema.VALUE) || shape instanceof Shape.Maybe) {
      return binder.bind(shape, object.get(StrictSchema.VALUE), "$." + StrictSchema.VALUE);
    }
    if (shape instanceof Shape.Choice && object.containsKey(RecordShape.TAG)) {
      return binder.bind(shape, tree, "$");
    }
    problems.missing("$", StrictSchema.VALUE, shape.expected(), List.of());
    return null;
  }
}
